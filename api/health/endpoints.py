"""GET /health and GET /ready, for whoever watches over the process."""

from fastapi import APIRouter

from api.health.schemas import Health, Readiness
from api.problems import NoEdition
from api.reference import TextModel, problems_of
from api.services import LeaseDep, ServicesDep

router = APIRouter(tags=["service"])


@router.get("/health", summary="Is the process alive? 进程是否存活")
async def health() -> Health:
    """Answer as long as the process lives, with or without an edition."""
    return Health()


@router.get(
    "/ready",
    summary="Is an edition in service? 是否可以提供服务",
    responses=problems_of(NoEdition),
    response_model_exclude_none=True,
)
async def ready(lease: LeaseDep, services: ServicesDep) -> Readiness:
    """Answer with the edition in service, and with the reason if a newer one could not be opened."""
    fault = services.editions.fault
    return Readiness(
        status="behind" if fault else "ready",
        edition=lease.edition,
        as_of=lease.as_of,
        reason=TextModel(**fault.as_dict()) if fault else None,
    )
