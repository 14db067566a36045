"""Run a contract's compiled checks over normalised rows: which rows are accepted, and every finding."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from data_contracts.checks import Check, text_column, typed
from data_contracts.checks.compiler import ITEM_DETAIL, allowed_values
from data_contracts.checks.forms import LIST_SEPARATOR
from data_contracts.model import Contract, Rule
from pipelines.intake.check.skipped import DELETES, checks_that_run, judges_deletions, skipped_rows, unsaid_rows
from pipelines.intake.normalise.normalised import Normalised, unusable_column
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.report.findings import Finding, finding_of
from pipelines.intake.report.repair import ROW, SHEET

_QUOTED_SIGNS = 120
"""How much of a cell a finding quotes: three occupations with their names fit in."""


@dataclass(slots=True)
class Judgement:
    """What the checks say.

    Attributes:
        frame: Every row: `sheet`, `row_no`, text and typed columns, and `accepted`.
        key_errors: How many rows have an error in a field of the primary key.
        skipped: Rules that could not run, wholly or on some rows, as (rule code, reason).
    """

    frame: pl.DataFrame
    findings: list[Finding] = field(default_factory=list)
    key_errors: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


def judge(
    normalised: Normalised,
    contract: Contract,
    *,
    sender: str,
    period: str,
    speaks_for_others: bool,
    is_patch: bool = False,
    today: dt.date | None = None,
) -> Judgement:
    """Judge every row by every rule whose inputs are there.

    A row that deletes another needs its key and nothing else. In a patch an absent column leaves things as they are,
    but a required one is an empty cell of every row: a row to delete may lack it, a row to insert may not. The
    limits are those of the period's first day; of `today` where no period is given.
    """
    frame = typed(normalised.frame, contract).with_columns(
        pl.lit(sender).alias("sender"),
        pl.lit(period).alias("period"),
        pl.lit(speaks_for_others).alias("sender_may_speak_for_others"),
    )
    result = Judgement(frame)
    absent = tuple(n for n in normalised.absent if not (is_patch and contract.fields[n].required))
    checks, result.skipped = checks_that_run(contract, absent=absent, period=period, today=today)
    barred = {name: frame[unusable_column(name)] for name in normalised.unusable}
    unsaid = {name: _empty(frame, name, barred) for name in normalised.unsaid}
    # Whoever sent the file, it is the same one in every row: keys can be told apart without knowing who.
    same_sender = frame.with_columns(pl.col(text_column(name)).fill_null("") for name in unsaid) if unsaid else frame
    flags = same_sender.select(_applies(check, contract).alias(check.rule.code) for check in checks)
    flags = flags.with_columns(
        pl.col(check.rule.code) & ~unknown for check in checks if (unknown := unsaid_rows(check, unsaid)) is not None
    )
    failures, unusable = _first_failures(checks, flags, contract, barred)
    result.skipped += skipped_rows(checks, frame, contract, unusable, unsaid)
    for check in checks:
        result.findings += _findings(check.rule, failures[check.rule.code], frame, contract)
    refused = _any([*barred.values(), *(failures[c.rule.code] for c in checks if _refuses(c.rule))], frame.height)
    keys = set(contract.primary_key)
    in_key = [failures[c.rule.code] for c in checks if _refuses(c.rule) and keys & set(c.rule.fields)]
    in_key += [rows for name, rows in barred.items() if name in keys]
    result.key_errors = int(_any(in_key, frame.height).sum())
    result.frame = _without_unknown_words(frame, checks, failures, contract).with_columns((~refused).alias("accepted"))
    return result


def _empty(frame: pl.DataFrame, name: str, barred: dict[str, pl.Series]) -> pl.Series:
    empty = frame[text_column(name)].is_null()
    return empty & ~barred[name] if name in barred else empty


def _applies(check: Check, contract: Contract) -> pl.Expr:
    """Return where a rule fails and matters: of a row to delete only the key does."""
    return check.fails if judges_deletions(check, contract) else check.fails & ~DELETES


def _first_failures(
    checks: list[Check], flags: pl.DataFrame, contract: Contract, barred: dict[str, pl.Series]
) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
    """Return where each rule really counts, and where a field cannot be used by rules over several fields.

    Within a field the first failure wins; a rule over several fields counts where all of them are usable. Of a
    field that is barred on a row something worse was found before.
    """
    failed = dict(barred)
    unusable = dict(barred)
    failures: dict[str, pl.Series] = {}
    for check in checks:
        stopped_by = failed if check.over_one_field else unusable
        fails = flags[check.rule.code]
        for name in check.inputs:
            if name in stopped_by and fails.any():
                fails = fails & ~stopped_by[name]
        failures[check.rule.code] = fails
        if check.over_one_field and fails.any():
            name = check.inputs[0]
            failed[name] = failed[name] | fails if name in failed else fails
            if not _leaves_usable(check.rule, contract):
                unusable[name] = unusable[name] | fails if name in unusable else fails
    return failures, unusable


def _leaves_usable(rule: Rule, contract: Contract) -> bool:
    """Return whether a cell that the rule warns about still says something that other rules can read."""
    is_choice = contract.fields[rule.fields[0]].form == "choice"
    unknown_code = rule.kind == "allowed" and not is_choice
    return rule.severity == "warning" and (unknown_code or rule.kind in ("code", "items_allowed"))


def _findings(rule: Rule, fails: pl.Series, frame: pl.DataFrame, contract: Contract) -> list[Finding]:
    if not fails.any():
        return []
    column = rule.fields[0]
    told_from = rule.arguments.get("quotes", column)
    quote = contract.fields[told_from].public
    hit = frame.select(SHEET, ROW, text_column(told_from)).filter(fails).select(SHEET, ROW, _blamed(rule, told_from))
    said: dict[str | None, Finding] = {}
    findings: list[Finding] = []
    for sheet, row, text in hit.iter_rows():
        # The same cell is told in the same words: one look for each different text, not for each row.
        told = said.get(text if quote else None)
        if told is None:
            value = _quoted(text) if quote else ""
            told = finding_of(
                rule, sheet=sheet, row=row, column=column, value=value, quote=quote and told_from == column
            )
            said[text if quote else None] = told
        findings.append(told._replace(sheet=sheet, row=row))
    return findings


def _blamed(rule: Rule, column: str) -> pl.Expr:
    """Return what of a cell a finding quotes: of a list only the items that nobody knows, as they were written."""
    text = pl.col(text_column(column))
    if rule.kind != "items_allowed":
        return text
    known = pl.element().str.replace_all(ITEM_DETAIL, "").is_in(allowed_values(rule))
    return text.str.split(LIST_SEPARATOR).list.eval(pl.element().filter(~known)).list.join(LIST_SEPARATOR)


def _quoted(text: str | None) -> str:
    return scrub((text or "").replace("\u001f", "、").replace("\u001e", ""))[0][:_QUOTED_SIGNS]


def _refuses(rule: Rule) -> bool:
    return rule.severity == "error" and rule.finding_kind == "data"


def _without_unknown_words(
    frame: pl.DataFrame, checks: list[Check], failures: dict[str, pl.Series], contract: Contract
) -> pl.DataFrame:
    """Empty the choices that no word is known for: an unknown answer is unknown, not an answer."""
    unknown = {
        check.rule.fields[0]: failures[check.rule.code]
        for check in checks
        if check.rule.kind == "allowed" and contract.fields[check.rule.fields[0]].form == "choice"
    }
    return frame.with_columns(
        pl.when(~fails).then(pl.col(name)).otherwise(None).alias(name) for name, fails in unknown.items()
    )


def _any(flags: list[pl.Series], height: int) -> pl.Series:
    result = pl.Series([False]).new_from_index(0, height)
    for flag in flags:
        result = result | flag
    return result
