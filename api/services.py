"""What every request can reach: the platform's state, the edition in service, cursors and the clock.

Wiring it up belongs in `app`.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.audit.writer import AuditWriter
from api.cursors import CursorCodec
from api.editions import EditionLease, EditionsInService
from api.limits import Meter
from api.set_hashes import SetHashes
from api.slots import CheckSlots
from api.watch.measures import Measures
from pipelines.store.platform import Platform


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running application."""

    platform: Platform
    editions: EditionsInService
    cursors: CursorCodec
    clock: Callable[[], datetime]
    checks: CheckSlots
    meter: Meter
    set_hashes: SetHashes
    audit: AuditWriter
    measures: Measures


def services_of(request: Request) -> Services:
    """Return the services of the application that got this request."""
    services: Services = request.app.state.services
    return services


async def _leased(request: Request, services: Annotated[Services, Depends(services_of)]) -> AsyncIterator[EditionLease]:
    # Who goes on goes on in the edition in which he began.
    began_in = services.cursors.edition_of(request.query_params.get("cursor"))
    with services.editions.lease(began_in) as lease:
        request.state.edition = lease.edition
        yield lease


ServicesDep = Annotated[Services, Depends(services_of)]
LeaseDep = Annotated[EditionLease, Depends(_leased)]
