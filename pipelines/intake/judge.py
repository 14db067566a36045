"""Run a contract's compiled checks over normalised rows: which rows are accepted, and every finding."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from data_contracts.checks import Check, compile_checks, text_column, typed
from data_contracts.checks.compiler import ITEM_DETAIL, allowed_values
from data_contracts.checks.forms import LIST_SEPARATOR
from data_contracts.model import Contract, Rule
from pipelines.intake.findings import Finding, finding_of
from pipelines.intake.normalise.columns import Normalised
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.table import ROW, SHEET


@dataclass(slots=True)
class Judgement:
    """What the checks say.

    Attributes:
        frame: Every row: `sheet`, `row_no`, text and typed columns, and `accepted`.
        key_errors: How many rows have an error in a field of the primary key.
        skipped: Rules that could not run, as (rule code, reason).
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
) -> Judgement:
    """Judge every row by every rule whose inputs are there.

    A row that deletes another needs its key and nothing else. In a patch an absent column is an empty cell of
    every row: a row to delete may lack it, a row to insert may not.
    """
    frame = typed(normalised.frame, contract).with_columns(
        pl.lit(sender).alias("sender"),
        pl.lit(period).alias("period"),
        pl.lit(speaks_for_others).alias("sender_may_speak_for_others"),
    )
    result = Judgement(frame)
    absent = () if is_patch else normalised.absent
    checks = [c for c in compile_checks(contract) if _runs(c, contract, absent, result, period)]
    flags = frame.select(_applies(check, contract).alias(check.rule.code) for check in checks)
    failures = _first_failures(checks, flags, contract, frame.height)
    for check in checks:
        result.findings += _findings(check.rule, failures[check.rule.code], frame, contract)
    refused = _any([failures[c.rule.code] for c in checks if _refuses(c.rule)], frame.height)
    keys = set(contract.primary_key)
    in_key = [failures[c.rule.code] for c in checks if _refuses(c.rule) and keys & set(c.rule.fields)]
    result.key_errors = int(_any(in_key, frame.height).sum())
    result.frame = _without_unknown_words(frame, checks, failures, contract).with_columns((~refused).alias("accepted"))
    return result


def _runs(check: Check, contract: Contract, absent: tuple[str, ...], result: Judgement, period: str) -> bool:
    if not period and "period" in check.fails.meta.root_names():
        result.skipped.append((check.rule.code, "no period given / 未指明所属月份"))
        return False
    missing = [n for n in check.inputs if n in absent and not _stands_in(n, contract)]
    if missing and (check.over_one_field or set(missing) == set(check.inputs)):
        result.skipped.append((check.rule.code, f"column absent / 缺列: {', '.join(missing)}"))
        return False
    return True


def _applies(check: Check, contract: Contract) -> pl.Expr:
    """Return where a rule fails and matters: of a row to delete only the key does."""
    if set(check.inputs) <= {*contract.primary_key, "row_action"}:
        return check.fails
    return check.fails & (pl.col("row_action") != "delete").fill_null(value=True)


def _stands_in(name: str, contract: Contract) -> bool:
    """Return whether an absent column has its values from elsewhere."""
    derived = {target for item in contract.fields.values() for target in item.derives}
    return contract.fields[name].default is not None or name in derived


def _first_failures(checks: list[Check], flags: pl.DataFrame, contract: Contract, height: int) -> dict[str, pl.Series]:
    """Return where each rule really counts.

    Within a field the first failure wins; a rule over several fields counts where all of them are usable.
    """
    failed: dict[str, pl.Series] = {}
    unusable: dict[str, pl.Series] = {}
    failures: dict[str, pl.Series] = {}
    for check in checks:
        stopped_by = failed if check.over_one_field else unusable
        earlier = _any([stopped_by[name] for name in check.inputs if name in stopped_by], height)
        fails = flags[check.rule.code] & ~earlier
        failures[check.rule.code] = fails
        if check.over_one_field:
            name = check.inputs[0]
            failed[name] = failed[name] | fails if name in failed else fails
            if not _leaves_usable(check.rule, contract):
                unusable[name] = unusable[name] | fails if name in unusable else fails
    return failures


def _leaves_usable(rule: Rule, contract: Contract) -> bool:
    """Return whether a cell that the rule warns about still says something that other rules can read."""
    is_choice = contract.fields[rule.fields[0]].form == "choice"
    unknown_code = rule.kind == "allowed" and not is_choice
    return rule.severity == "warning" and (unknown_code or rule.kind in ("code", "items_allowed"))


def _findings(rule: Rule, fails: pl.Series, frame: pl.DataFrame, contract: Contract) -> list[Finding]:
    if not fails.any():
        return []
    column = rule.fields[0]
    quote = contract.fields[column].public
    hit = frame.filter(fails).select(SHEET, ROW, _blamed(rule, column))
    return [
        finding_of(rule, sheet=sheet, row=row, column=column, value=_quoted(text) if quote else "", quote=quote)
        for sheet, row, text in hit.iter_rows()
    ]


def _blamed(rule: Rule, column: str) -> pl.Expr:
    """Return what of a cell a finding quotes: of a list only the items that nobody knows, as they were written."""
    text = pl.col(text_column(column))
    if rule.kind != "items_allowed":
        return text
    known = pl.element().str.replace_all(ITEM_DETAIL, "").is_in(allowed_values(rule))
    return text.str.split(LIST_SEPARATOR).list.eval(pl.element().filter(~known)).list.join(LIST_SEPARATOR)


def _quoted(text: str | None) -> str:
    return scrub((text or "").replace("\u001f", "、").replace("\u001e", ""))[0][:80]


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
