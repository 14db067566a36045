"""Rules that need more of a delivery's rows than its file says: judged over all that is in force with it.

Spells of one file may overlap those of another, and what a patch leaves as it is belongs to its rows. Findings
stand on the delivery's own rows. People are told apart by their pseudonyms: no number is read here. What a file
says by itself is judged in `judge`.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data_contracts.checks import Check, compile_checks, text_column
from data_contracts.checks.forms import LIST_SEPARATOR
from data_contracts.model import CERTIFICATE_KEY, CERTIFICATE_NUMBER, Contract, Rule
from data_contracts.raw_layout import raw_schema
from pipelines.intake.check.judged_day import judged_day
from pipelines.intake.report.findings import Finding, finding_of
from pipelines.intake.report.repair import ROW, SHEET

_ACROSS_FILES = frozenset({"overlapping_spells"})
"""Functions whose rules hold for rows of different files: they compare keys and days."""


def across_files(contract: Contract, *, period: str) -> list[Check]:
    """Return the checks that hold for rows of different files."""
    everything = compile_checks(contract, on=judged_day(period, None))
    return [check for check in everything if check.rule.arguments.get("function") in _ACROSS_FILES]


def over_raw_cells(checks: Iterable[Check], contract: Contract) -> list[Check]:
    """Return the checks that read nothing but what lies in raw as it was sent."""
    return [check for check in checks if all(not contract.fields[name].in_vault for name in check.inputs)]


def judge_together(
    checks: Iterable[Check],
    state: pl.DataFrame,
    contract: Contract,
    *,
    own: pl.Expr,
    speaks_for_others: bool,
    known: Iterable[Finding],
) -> list[tuple[Rule, Finding]]:
    """Return what checks say of the own rows of a state beyond what is known of them.

    Args:
        checks: Checks over fields of raw, or over keys of people.
        state: Rows in force, in the columns of raw.
        contract: The feed's contract.
        own: Which of the rows are spoken of.
        speaks_for_others: Whether the sender may.
        known: What was found before.
    """
    frame = _with_texts(state, contract).with_columns(
        pl.lit(speaks_for_others).alias("sender_may_speak_for_others"), own.alias("own")
    )
    said = {(finding.rule, finding.sheet, finding.row) for finding in known}
    return [
        (check.rule, _finding(check.rule, sheet, row, text, contract))
        for check in checks
        for sheet, row, text in _failing(check, frame)
        if (check.rule.code, sheet, row) not in said
    ]


def _failing(check: Check, frame: pl.DataFrame) -> list[tuple[str, int, str | None]]:
    fails = frame.select(check.fails.alias("fails"))["fails"]
    shown = text_column(_told_from(check.rule))
    text = pl.col(shown) if shown in frame.columns else pl.lit(None, dtype=pl.String)
    return frame.filter(fails & frame["own"]).sort(SHEET, ROW).select(SHEET, ROW, text.alias("text")).rows()


def _told_from(rule: Rule) -> str:
    name: str = rule.arguments.get("quotes", rule.fields[0])
    return name


def _finding(rule: Rule, sheet: str, row: int, text: str | None, contract: Contract) -> Finding:
    column, told_from = rule.fields[0], _told_from(rule)
    value = (text or "").replace(LIST_SEPARATOR, "、") if contract.fields[told_from].public else ""
    return finding_of(rule, sheet=sheet, row=row, column=column, value=value, quote=bool(value) and told_from == column)


def _with_texts(state: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Add the text columns that checks read; where a number lies sealed its pseudonym or hash tells rows apart."""
    stand_in = {CERTIFICATE_NUMBER: CERTIFICATE_KEY}
    for person in contract.persons:
        stand_in |= {person.id_number: person.key, person.id_type: person.key}
    schema = raw_schema(contract)
    sources = {name: stand_in.get(name, name) for name in contract.fields}
    return state.with_columns(
        (pl.col(source).list.join(LIST_SEPARATOR) if isinstance(schema[source], pl.List) else pl.col(source))
        .cast(pl.String)
        .alias(text_column(name))
        for name, source in sources.items()
        if source in schema
    )
