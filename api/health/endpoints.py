"""GET /health and GET /ready, for whoever watches over the process."""

from fastapi import APIRouter

from api.faults import LedgerDown
from api.health.schemas import Health, Readiness
from api.problems import NoEdition
from api.reference import TextModel, problems_of
from api.services import LeaseDep, ServicesDep

router = APIRouter(tags=["service"])


@router.get("/health", summary="Is the process alive? 进程是否存活")
async def health() -> Health:
    """Answer as long as the process lives, with or without an edition or a ledger."""
    return Health()


@router.get(
    "/ready",
    summary="Can it answer? 是否可以提供服务",
    responses=problems_of(NoEdition, LedgerDown),
    response_model_exclude_none=True,
)
def ready(lease: LeaseDep, services: ServicesDep) -> Readiness:
    """Answer with the edition in service, and with the reason if a newer one could not be opened.

    Without an edition, or while the ledger does not answer, this is a 503 like every other route.
    """
    services.platform.ledger.ping()
    fault = services.editions.fault
    return Readiness(
        status="behind" if fault else "ready",
        edition=lease.edition,
        as_of=lease.as_of,
        reason=TextModel(**fault.as_dict()) if fault else None,
    )
