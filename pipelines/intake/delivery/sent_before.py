"""Whether a file was sent before, so that sending it again changes nothing. Taking a file in belongs in `deliver`."""

from __future__ import annotations

from pipelines.intake.report.findings import read_findings
from pipelines.store.ledger import Delivery, NewDelivery
from pipelines.store.platform import Platform

_IDENTITY = ("file_sha256", "mode", "mapping", "contract_version")
"""What makes two deliveries of a sender, feed and period the same."""

_MAY_PASS_NOW = frozenset({"processing_limit", "processing_failed"})
"""What a file may be refused for that need not be so when it is sent again."""


def sent_before(platform: Platform, new: NewDelivery) -> Delivery | None:
    """Return the delivery that a file repeats, if it does.

    What was refused is refused again; what was taken in is repeated while no other file of the period came
    after it, since a file sent again after another one brings the earlier state back, unless it is said to have
    come at the same moment: then it is the same delivery told twice. A new contract or mapping makes a new
    check, and so does a check that never ended, ran into a limit of this machine, or refused every row of a patch:
    they were judged with what was in force then.
    """
    followed = False
    for before in platform.ledger.deliveries.like(new):
        same = all(getattr(before, name) == getattr(new, name) for name in _IDENTITY)
        if before.state == "rejected":
            if same and not _may_pass_now(platform, before):
                return before
        elif before.state != "received":
            if same and (not followed or before.received_at == new.received_at):
                return before
            followed = True
    return None


def _may_pass_now(platform: Platform, delivery: Delivery) -> bool:
    found = read_findings(platform.paths, delivery.delivery_no)
    if delivery.mode == "patch" and delivery.rows_accepted == 0:
        return all(f.severity != "file" or f.rule_name in _MAY_PASS_NOW for f in found)
    return any(f.rule_name in _MAY_PASS_NOW for f in found)
