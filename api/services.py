"""What every request can reach: the platform's state, the edition in service, cursors and the clock.

Wiring it up belongs in `app`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.audit.writer import AuditWriter
from api.candidate_names import CandidateNames
from api.cursors import CursorCodec
from api.editions import EditionsInService
from api.leases import EditionLease
from api.limits import Meter, ticket_of
from api.parameters import takes_parameter
from api.remembered import Remembered
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
    remembered: Remembered
    names: CandidateNames


def services_of(request: Request) -> Services:
    """Return the services of the application that got this request.

    Raises:
        LedgerDown: the server started without its ledger, which is not back yet.
    """
    services: Services = request.app.state.opening.services
    return services


async def _services(request: Request) -> Services:
    # Not `services_of` itself: FastAPI would go to a thread for it, for each request.
    return services_of(request)


ServicesDep = Annotated[Services, Depends(_services)]


def leased(request: Request) -> EditionLease:
    """Return the edition that a request is answered from, held until the answer is out; ask once for each request.

    Raises:
        NoEdition: none can be served; the detail says why.
        EditionRetired: the one in which the caller began to page is gone, or its people have left it.
        EditionError: that one cannot be opened.
    """
    services = services_of(request)
    # Who goes on goes on in the edition in which he began; a route without pages knows no cursor.
    cursor = request.query_params.get("cursor")
    began_in = services.cursors.edition_of(cursor) if cursor and takes_parameter(request, "cursor") else None
    lease = ticket_of(request).hold(services.editions.lease(began_in))
    request.state.edition = lease.edition
    return lease


async def _leased(request: Request) -> EditionLease:
    return leased(request)


LeaseDep = Annotated[EditionLease, Depends(_leased)]
