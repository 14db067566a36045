"""Turn the built-in rules of a contract into expectations. Running them belongs in `verdict`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from data_contracts.checks.compiler import allowed_values
from data_contracts.checks.forms import CANONICAL, text_column
from data_contracts.model import Contract, Rule
from pipelines.orchestration.referee.batch import DELIVERY, day_number

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

RULE = "rule"


def refereed_rules(contract: Contract, columns: Iterable[str]) -> list[Rule]:
    """Return the rules the referee can judge on a frame with these columns."""
    present = set(columns)
    return [r for r in contract.rules if r.built_in and all(text_column(f) in present for f in r.fields)]


def outside_referee(contract: Contract) -> list[Rule]:
    """Return the rules that the referee does not judge on accepted rows: code, or cells that went to the vault."""
    kept = [text_column(f.name) for f in contract.raw_fields]
    refereed = {r.code for r in refereed_rules(contract, kept)}
    return [r for r in contract.rules if r.code not in refereed]


def expectations(contract: Contract, columns: Iterable[str]) -> list[Expectation]:
    """Return the expectations for a frame with these columns; each carries its rule's code in its meta."""
    import great_expectations.expectations as gxe  # takes seconds: only when the referee is called

    built: list[Expectation] = []
    for rule in refereed_rules(contract, columns):
        for name, arguments in _BUILDERS[rule.kind](rule, contract):
            severity = "critical" if rule.severity == "error" else "warning"
            built.append(getattr(gxe, name)(**arguments, meta={RULE: rule.code}, severity=severity))
    return built


Built = list[tuple[str, dict[str, Any]]]


def _required(rule: Rule, _contract: Contract) -> Built:
    return [("ExpectColumnValuesToNotBeNull", {"column": text_column(rule.fields[0])})]


def _form(rule: Rule, contract: Contract) -> Built:
    field = contract.fields[rule.fields[0]]
    column = text_column(field.name)
    built: Built = [("ExpectColumnValuesToMatchRegex", {"column": column, "regex": CANONICAL[field.form]})]
    if field.form == "date":
        built.append(
            ("ExpectColumnValuesToMatchStrftimeFormat", {"column": column, "strftime_format": "%Y-%m-%d"}),
        )
    return built


def _pattern(rule: Rule, _contract: Contract) -> Built:
    arguments = {"column": text_column(rule.fields[0]), "regex": rule.arguments["regex"]}
    return [("ExpectColumnValuesToMatchRegex", arguments)]


def _allowed(rule: Rule, _contract: Contract) -> Built:
    arguments = {"column": text_column(rule.fields[0]), "value_set": allowed_values(rule)}
    return [("ExpectColumnValuesToBeInSet", arguments)]


def _length(rule: Rule, _contract: Contract) -> Built:
    arguments = {"column": text_column(rule.fields[0]), "max_value": rule.arguments["max"]}
    return [("ExpectColumnValueLengthsToBeBetween", arguments)]


def _range(rule: Rule, contract: Contract) -> Built:
    field = contract.fields[rule.fields[0]]
    given = {side: rule.arguments[side] for side in ("min", "max") if side in rule.arguments}
    as_number = day_number if field.form == "date" else float
    bounds = {f"{side}_value": as_number(bound) for side, bound in given.items()}
    return [("ExpectColumnValuesToBeBetween", {"column": field.name, **bounds})]


def _unique(rule: Rule, _contract: Contract) -> Built:
    # A key is unique within one delivery: the next period says the same of the same person again.
    columns = [DELIVERY, *(text_column(name) for name in rule.fields)]
    return [
        ("ExpectCompoundColumnsToBeUnique", {"column_list": columns, "ignore_row_if": "any_value_is_missing"}),
    ]


def _compare(rule: Rule, _contract: Contract) -> Built:
    return [
        (
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": rule.arguments["right"],
                "column_B": rule.arguments["left"],
                "or_equal": rule.arguments["operator"] == "<=",
                "ignore_row_if": "either_value_is_missing",
            },
        )
    ]


_BUILDERS: dict[str, Callable[[Rule, Contract], Built]] = {
    "required": _required,
    "form": _form,
    "pattern": _pattern,
    "allowed": _allowed,
    "length": _length,
    "range": _range,
    "unique": _unique,
    "compare": _compare,
}
