"""Which rules could not run, or not on every row, and why: nothing is left out in silence.

An absent column is not an empty cell: a rule never takes the one for the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import polars as pl

from data_contracts.checks import Check, compile_checks
from data_contracts.model import Contract
from pipelines.intake.check.judged_day import judged_day

Skipped = list[tuple[str, str]]
"""(rule code, reason in both languages)."""

NO_PERIOD = "no period given / 未指明所属月份"
"""The reason of rules that need the month reported for."""

DELETES = (pl.col("row_action") == "delete").fill_null(value=False)
"""Where a row deletes another: it needs its key and nothing else."""


def checks_that_run(
    contract: Contract, *, absent: tuple[str, ...], period: str, today: dt.date | None = None
) -> tuple[list[Check], Skipped]:
    """Return the checks whose columns are there, and why the others cannot run at all.

    Args:
        contract: The feed's contract.
        absent: Fields without a column.
        period: The month reported for; empty where nobody said.
        today: The day whose limits hold where nobody said for which month the file reports.
    """
    running: list[Check] = []
    skipped: Skipped = []
    for check in compile_checks(contract, on=judged_day(period, today)):
        reason = _cannot_run(check, contract, absent, period)
        if reason:
            skipped.append((check.rule.code, reason))
        else:
            running.append(check)
    return running, skipped


def unsaid_rows(check: Check, unsaid: Mapping[str, pl.Series]) -> pl.Series | None:
    """Return where a rule cannot judge because nobody said who sent the file; keys can be compared all the same.

    Args:
        check: The rule.
        unsaid: By field, where its cell would be the sender.
    """
    needed = [name for name in check.inputs if name in unsaid and name not in check.optional]
    if not needed or check.rule.kind == "unique":
        return None
    return pl.DataFrame({name: unsaid[name] for name in needed}).select(pl.any_horizontal(pl.all())).to_series()


def skipped_rows(
    checks: Iterable[Check],
    frame: pl.DataFrame,
    contract: Contract,
    unusable: Mapping[str, pl.Series],
    unsaid: Mapping[str, pl.Series],
) -> Skipped:
    """Return on how many rows each rule could not run; a row counts once per rule, by its first reason.

    Args:
        checks: The checks that ran.
        frame: The rows, with their typed values.
        contract: The feed's contract.
        unusable: By field, where a finding says that its cell cannot be used.
        unsaid: By field, where its cell would be the sender and nobody said who that is.
    """
    deletes = frame.select(DELETES).to_series() if unusable else None
    skipped: Skipped = []
    for check in checks:
        unknown = unsaid_rows(check, unsaid)
        if unknown is None and check.over_one_field and not check.undecided:
            continue
        spared = None if judges_deletions(check, contract) else deletes
        first = [] if unknown is None else [("no sender given", "未指明报送单位", unknown)]
        skipped += _counted(check.rule.code, first + _reasons(check, frame, contract, unusable), spared)
    return skipped


def judges_deletions(check: Check, contract: Contract) -> bool:
    """Return whether a rule is also about rows that delete another."""
    return set(check.inputs) <= {*contract.primary_key, "row_action"}


def _cannot_run(check: Check, contract: Contract, absent: tuple[str, ...], period: str) -> str | None:
    if not period and "period" in check.fails.meta.root_names():
        return NO_PERIOD
    missing = [n for n in check.inputs if n in absent and not _stands_in(n, contract)]
    needed = [n for n in missing if n not in check.optional]
    if needed or (missing and (set(missing) == set(check.inputs) or set(check.rule.fields) <= set(missing))):
        return f"column absent / 缺列: {', '.join(needed or missing)}"
    return None


def _stands_in(name: str, contract: Contract) -> bool:
    """Return whether an absent column has its values from elsewhere."""
    derived = {target for item in contract.fields.values() for target in item.derives}
    return contract.fields[name].default is not None or name in derived


Reason = tuple[str, str, pl.Series]
"""Why a rule could not run in both languages, and on which rows."""


def _reasons(check: Check, frame: pl.DataFrame, contract: Contract, unusable: Mapping[str, pl.Series]) -> list[Reason]:
    reasons: list[Reason] = []
    if not check.over_one_field:
        reasons += [
            (f"{name} unusable", f"{contract.fields[name].title.zh}不可用", unusable[name])
            for name in check.inputs
            if name in unusable
        ]
    return reasons + [(why.en, why.zh, frame.select(where.alias("where"))["where"]) for why, where in check.undecided]


def _counted(rule: str, reasons: list[Reason], spared: pl.Series | None) -> Skipped:
    skipped: Skipped = []
    counted = spared
    for en, zh, where in reasons:
        rows = where if counted is None else where & ~counted
        if count := int(rows.sum()):
            skipped.append((rule, f"{count} {'row' if count == 1 else 'rows'}: {en} / {count}行：{zh}"))
        counted = rows if counted is None else counted | rows
    return skipped
