"""The referee as asset checks: one per feed, on all newly accepted rows of the feed together.

Rows the referee refuses move their delivery to `held` and the others go on; only a referee that could not
run blocks what comes after.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import dagster as dg
import polars as pl

from data_contracts.loader import load_contract, load_contracts
from data_contracts.model import Contract
from pipelines.orchestration.feeds import feed_key
from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.orchestration.referee.batch import ROW_ACTION, batch_of_raw
from pipelines.orchestration.referee.past import past_columns, past_expectations
from pipelines.orchestration.referee.suite import outside_referee
from pipelines.orchestration.referee.verdict import Pair, RefereeError, failing_pairs, unlikely
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform
from pipelines.store.raw import scan_rows

_MAX_BATCH_ROWS = 1_000_000
_DELETE = "delete"


@dataclass(frozen=True, slots=True)
class RefereeReport:
    """What the referee says of one feed's new rows.

    Attributes:
        refused: Number of rows by delivery and rule.
        unlikely: What the past did not make likely.
    """

    deliveries: int
    rows: int
    refused: dict[tuple[int, str], int]
    unlikely: tuple[str, ...] = ()


def referee_checks() -> list[dg.AssetChecksDefinition]:
    """Return the referee's check of every feed."""
    return [_referee_check(contract) for contract in load_contracts().values()]


def _referee_check(contract: Contract) -> dg.AssetChecksDefinition:
    outside = [f"{r.code} {r.name}" for r in outside_referee(contract)]

    @dg.asset_check(
        asset=feed_key(contract.feed),
        name="referee",
        blocking=True,
        description="Great Expectations judges the contract's built-in rules again on newly accepted rows.",
        metadata={"rules_outside_the_referee": outside},
    )
    def referee(context: dg.AssetCheckExecutionContext, platform: PlatformResource) -> dg.AssetCheckResult:
        try:
            report = referee_feed(platform.open(), contract, run_as_of(context))
        except RefereeError as exc:
            return dg.AssetCheckResult(
                passed=False, severity=dg.AssetCheckSeverity.ERROR, metadata={"could_not_run": str(exc)}
            )
        return dg.AssetCheckResult(
            passed=not report.refused and not report.unlikely,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "deliveries": report.deliveries,
                "rows": report.rows,
                "refused": json.dumps({f"delivery {d} {rule}": n for (d, rule), n in sorted(report.refused.items())}),
                "against_the_past": json.dumps(report.unlikely),
            },
        )

    return referee


def referee_feed(platform: Platform, contract: Contract, as_of: datetime) -> RefereeReport:
    """Judge a feed's deliveries that the referee has not seen, hold those it refuses, and remember the verdicts.

    Raises:
        RefereeError: the referee could not run.
    """
    counting = platform.ledger.deliveries.counting(as_of, feed=contract.feed)
    seen = platform.ledger.verdicts.judged([d.delivery_no for d in counting])
    new = [d for d in counting if d.delivery_no not in seen and d.rows_accepted]
    if not new:
        return RefereeReport(0, 0, {})
    past = _rows(platform, [d for d in counting if d.delivery_no in seen], columns=past_columns(contract))
    past = past.filter(pl.col(ROW_ACTION) != _DELETE) if past.height else past
    refused: dict[tuple[int, str], int] = {}
    rows = 0
    surprises: tuple[str, ...] = ()
    for group in _batches(new):
        frame = _rows(platform, group)
        rows += frame.height
        batch = batch_of_raw(frame, contract)
        for code, position in _refusals(failing_pairs(batch, contract), contract):
            place = (int(frame["delivery_no"][position]), code)
            refused[place] = refused.get(place, 0) + 1
        standing = batch[batch[ROW_ACTION] != _DELETE]
        surprises += unlikely(standing, past_expectations(contract, past, new_deliveries=len(group)))
    _record(platform, new, refused, as_of)
    return RefereeReport(len(new), rows, refused, surprises)


def _refusals(pairs: set[Pair], contract: Contract) -> set[Pair]:
    """Return the failures of rules that refuse a row; a warning was told to the sender at the door."""
    refusing = {r.code for r in contract.rules if r.severity == "error" and r.finding_kind == "data"}
    return {pair for pair in pairs if pair[0] in refusing}


def _rows(platform: Platform, deliveries: list[Delivery], *, columns: list[str] | None = None) -> pl.DataFrame:
    files = [platform.paths.raw_file(d.feed, d.delivery_no) for d in deliveries if d.rows_accepted]
    if not files:
        return pl.DataFrame()
    rows = scan_rows(files, load_contract(deliveries[0].feed))
    return (rows if columns is None else rows.select(columns)).collect()


def _batches(deliveries: list[Delivery]) -> Iterator[list[Delivery]]:
    """Group deliveries so that no batch is larger than the referee's memory allows; a delivery is never split."""
    group: list[Delivery] = []
    for delivery in deliveries:
        if group and sum(d.rows_accepted for d in group) + delivery.rows_accepted > _MAX_BATCH_ROWS:
            yield group
            group = []
        group.append(delivery)
    yield group


def _record(platform: Platform, new: list[Delivery], refused: dict[tuple[int, str], int], as_of: datetime) -> None:
    for delivery in new:
        rules = sorted({rule for number, rule in refused if number == delivery.delivery_no})
        refusal = f"the referee refuses rows by {', '.join(rules)}" if rules else ""
        platform.ledger.verdicts.record(delivery.delivery_no, refusal=refusal, recorded_at=as_of)
