"""Show what a delivery changes in what is in force, in pages. Comparing belongs in intake."""

import hashlib
from typing import Any

from api.paging import PageAsk
from api.problems import BadCursor, Conflict
from api.sender_scope import SenderScope
from api.services import Services
from pipelines.intake.delivery.difference import Difference, DifferenceError, difference_of


def difference_page(services: Services, scope: SenderScope, ask: PageAsk, delivery_no: int) -> dict[str, Any]:
    """Return the counts and one page of the rows of a difference: added, then changed, then withdrawn ones.

    Raises:
        NotFound: the delivery is not the caller's.
        Conflict: it was refused and changes nothing.
        BadCursor: the cursor is not ours, or what is in force has changed since the page before.
    """
    delivery = scope.delivery(delivery_no)
    page = ask.open(organisation=scope.caller.org, edition=None)
    try:
        difference = difference_of(services.platform, delivery, at=services.clock())
    except DifferenceError as exc:
        raise Conflict(exc.text, state=delivery.state) from exc
    compared = _compared(difference)
    start, seen = page.after or (0, compared)
    if seen != compared:
        raise BadCursor
    shown = page.fetch - 1
    more = difference.rows.height > start + shown
    following = page.codec.write(page.position, [start + shown, compared]) if more else None
    return {"edition": None, **difference.as_json(start, shown), "next": following}


def _compared(difference: Difference) -> str:
    """Digest what the delivery is compared with, so that no page continues another comparison."""
    return hashlib.sha256(repr(difference.against).encode()).hexdigest()[:16]
