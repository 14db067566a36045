"""Show what was found in a delivery: its causes and what was not checked at the head, then every finding, in pages."""

from typing import Any

from api.paging import PageAsk
from api.sender_scope import SenderScope
from api.services import Services
from pipelines.intake.delivery.kept import report_of
from pipelines.intake.report.causes import causes
from pipelines.intake.report.findings import read_findings
from pipelines.store.ledger import Delivery


def findings_page(services: Services, scope: SenderScope, ask: PageAsk, delivery_no: int) -> dict[str, Any]:
    """Return one page of a delivery's findings; the first one carries the causes of all and the skipped rules.

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
    head = {"causes": None, "skipped_rules": None} if page.after else _head(services, delivery)
    return page.body(found, **head)


def _head(services: Services, delivery: Delivery) -> dict[str, Any]:
    report = report_of(services.platform, delivery)
    return {"causes": [cause.as_json(report.feed) for cause in causes(report)], "skipped_rules": report.skipped_json()}
