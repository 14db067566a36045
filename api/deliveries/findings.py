"""Show what was found in a delivery: its causes at the head, then every finding, in pages."""

from typing import Any

from api.paging import PageAsk
from api.scope import SenderScope
from api.services import Services
from pipelines.intake.causes import group_findings
from pipelines.intake.findings import Finding, read_findings


def findings_page(services: Services, scope: SenderScope, ask: PageAsk, delivery_no: int) -> dict[str, Any]:
    """Return one page of a delivery's findings; the first one carries the causes of all.

    Raises:
        NotFound: the delivery is not the caller's.
        BadCursor: the cursor is not ours.
    """
    delivery = scope.delivery(delivery_no)
    page = ask.open(organisation=scope.caller.org, edition=None)
    paths = services.platform.paths
    # The findings of a delivery never change, so their position is a key.
    start: int = page.after[0] if page.after else 0
    shown = read_findings(paths, delivery_no, start=start, count=page.fetch)
    found = [([number], finding.as_json(delivery.feed)) for number, finding in enumerate(shown, start=start + 1)]
    everything = None if page.after else read_findings(paths, delivery_no)
    return page.body(found, causes=_causes(delivery.feed, everything))


def _causes(feed: str, findings: list[Finding] | None) -> list[dict[str, Any]] | None:
    return None if findings is None else [cause.as_json(feed) for cause in group_findings(feed, findings)]
