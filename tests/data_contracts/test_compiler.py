"""Each kind of rule compiled: where it fails, what an empty cell means to it, and what cannot be compiled."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts.checks import CompileError, compile_checks, text_column, typed
from data_contracts.loader import feed_names, load_contract
from data_contracts.model import Contract
from tests.data_contracts.contract_files import Content, add_rule, contract_from, properties


def with_rule(folder: Path, implementation: dict[str, Any], **properties_of_rule: object) -> Contract:
    def change(content: Content) -> None:
        add_rule(content, implementation)
        own = properties(content)[1]["quality"][-1]["customProperties"]
        own += [{"property": name, "value": value} for name, value in properties_of_rule.items()]

    return contract_from(folder, change)


def fails(
    contract: Contract, amounts: list[str | None], *, codes: list[str | None] | None = None, rule: str = "SAM-009"
) -> list[bool]:
    frame = pl.DataFrame(
        {text_column("code"): codes or [str(n) for n in range(len(amounts))], text_column("amount"): amounts},
        schema={text_column("code"): pl.String, text_column("amount"): pl.String},
    )
    (check,) = [c for c in compile_checks(contract) if c.rule.code == rule]
    return typed(frame, contract).select(check.fails.alias("fails"))["fails"].to_list()


@pytest.mark.parametrize(
    ("implementation", "expected"),
    [
        ({"kind": "required"}, [False, False, False, True]),
        ({"kind": "form"}, [False, False, True, False]),
        ({"kind": "pattern", "regex": "^1"}, [False, True, True, False]),
        ({"kind": "length", "max": 2}, [False, True, False, False]),
        ({"kind": "range", "min": 2}, [True, False, False, False]),
        ({"kind": "range", "max": 2}, [False, True, False, False]),
        ({"kind": "allowed", "vocabulary": "gender"}, [True, True, True, False]),
        ({"kind": "condition", "holds": "amount > 2", "fields": ["amount"]}, [True, False, False, False]),
        (
            {"kind": "condition", "when": "amount > 2", "holds": "amount < 0", "fields": ["amount"]},
            [False, True, False, False],
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else None,
)
def test_a_kind_fails_where_it_says(tmp_path: Path, implementation: dict[str, Any], expected: list[bool]) -> None:
    assert fails(with_rule(tmp_path, implementation), ["1", "222", "x", None]) == expected


@pytest.mark.parametrize(("null_means", "expected"), [("passes", False), ("skipped", False), ("fails", True)])
def test_what_an_empty_input_means_is_the_rules_own_word(tmp_path: Path, null_means: str, expected: bool) -> None:
    contract = with_rule(
        tmp_path, {"kind": "condition", "holds": "amount > 2", "fields": ["amount"]}, nullMeans=null_means
    )
    assert fails(contract, [None]) == [expected]


def test_a_key_fails_in_every_row_that_shares_it_and_an_empty_one_in_none(tmp_path: Path) -> None:
    codes = ["a", "a", "b", None, None]
    assert fails(contract_from(tmp_path), ["1"] * 5, codes=codes, rule="SAM-003") == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("operator", "expected"), [("<", [False, True, True, False]), ("<=", [False, False, True, False])]
)
def test_columns_are_compared_as_values(operator: str, expected: list[bool]) -> None:
    contract = load_contract("enrolment")
    name = "programme_start_before_expected_end" if operator == "<" else "programme_start_before_actual_end"
    (check,) = [c for c in compile_checks(contract) if c.rule.name == name]
    left, right = check.inputs
    cells = {text_column(f): [None] * 4 for f in contract.fields} | {
        text_column(left): ["2024-09-01"] * 4,
        text_column(right): ["2024-09-02", "2024-09-01", "2024-08-31", None],
    }
    frame = typed(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)), contract)
    assert frame.select(check.fails.alias("fails"))["fails"].to_list() == expected


@pytest.mark.parametrize(
    "implementation",
    [
        {"kind": "code", "function": "nonsense"},
        {"kind": "allowed", "vocabulary": "nonsense"},
        {"kind": "allowed", "codes": "nonsense"},
        {"kind": "allowed"},
        {"kind": "pattern"},
        {"kind": "length"},
        {"kind": "compare", "left": "amount", "operator": ">>", "right": "code"},
        {"kind": "condition", "holds": "amount >", "fields": ["amount"]},
        {"kind": "condition", "holds": "amount > ${nonsense}", "fields": ["amount"]},
    ],
    ids=str,
)
def test_what_cannot_be_compiled_is_named(tmp_path: Path, implementation: dict[str, Any]) -> None:
    with pytest.raises(CompileError, match="sample: SAM-009 amount_more"):
        compile_checks(with_rule(tmp_path, implementation))


@pytest.mark.parametrize("feed", feed_names())
def test_rules_of_one_field_come_first_and_in_their_stopping_order(feed: str) -> None:
    checks = compile_checks(load_contract(feed))
    assert [not c.over_one_field for c in checks] == sorted(not c.over_one_field for c in checks)
    for field in load_contract(feed).fields:
        orders = [c.order for c in checks if c.over_one_field and c.inputs == (field,)]
        assert orders == sorted(orders)
