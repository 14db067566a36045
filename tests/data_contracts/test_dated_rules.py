"""Rules and limits by the day of the row: the text in force on that day judges it, no other."""

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_contracts import thresholds
from data_contracts.checks import Check, compile_checks, text_column, typed
from data_contracts.checks.dated import with_thresholds
from data_contracts.loader import ContractError, load_contract
from data_contracts.model import Contract
from tests.data_contracts.contract_files import DICTIONARY, Content, add_rule, contract_from, properties

DAY = dt.date(2026, 10, 1)
PERIODS = pl.DataFrame(
    {
        "name": ["floor", "floor"],
        "value": ["0.80", "10"],
        "valid_from": [dt.date(2016, 4, 11), dt.date(2021, 12, 31)],
        "valid_to": [dt.date(2020, 12, 31), None],
    }
)
WITH_DAY = {
    "fields": {
        **DICTIONARY["fields"],
        "begun": {"form": "date", "title": {"en": "Begun", "zh": "开始日期"}, "classification": "public"},
    }
}
FLOOR = {"kind": "condition", "dated_by": "begun", "holds": "amount >= ${floor}", "fields": ["amount"]}


def dated(folder: Path, implementation: dict[str, Any], **own: object) -> Contract:
    def change(content: Content) -> None:
        day = {"name": "begun", "businessName": "开始日期", "logicalType": "date", "classification": "public"}
        properties(content).append(day)
        add_rule(content, implementation)
        rule = properties(content)[1]["quality"][-1]["customProperties"]
        rule += [{"property": name, "value": value} for name, value in own.items()]

    return contract_from(folder, change, dictionary=WITH_DAY)


def judged(contract: Contract, rows: list[tuple[str | None, str | None]]) -> tuple[Check, pl.DataFrame]:
    cells = {
        text_column("code"): [str(n) for n in range(len(rows))],
        text_column("amount"): [amount for amount, _ in rows],
        text_column("begun"): [day for _, day in rows],
    }
    (check,) = [c for c in compile_checks(contract, on=DAY) if c.rule.code == "SAM-009"]
    return check, typed(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)), contract)


def failing(contract: Contract, rows: list[tuple[str | None, str | None]]) -> list[bool]:
    check, frame = judged(contract, rows)
    return frame.select(check.fails.alias("x"))["x"].to_list()


@pytest.fixture
def _periods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "code_table", lambda _: PERIODS)


@pytest.mark.usefixtures("_periods")
@pytest.mark.parametrize("null_means", ["passes", "fails", "skipped"])
def test_each_row_is_held_to_the_limit_of_its_own_day(tmp_path: Path, null_means: str) -> None:
    contract = dated(tmp_path, FLOOR, nullMeans=null_means)
    rows: list[tuple[str | None, str | None]] = [
        ("0.79", "2016-04-11"),
        ("0.80", "2020-12-31"),
        ("0.80", "2021-12-31"),
        ("10", "2030-01-01"),
    ]
    assert failing(contract, rows) == [True, False, True, False]


@pytest.mark.usefixtures("_periods")
@pytest.mark.parametrize("null_means", ["passes", "fails"])
@pytest.mark.parametrize(
    ("day", "why"), [("2021-06-01", "no limit"), ("2010-01-01", "no limit"), (None, "begun empty")]
)
def test_without_a_limit_on_the_day_the_rule_says_that_it_cannot_judge(
    tmp_path: Path, null_means: str, day: str | None, why: str
) -> None:
    check, frame = judged(dated(tmp_path, FLOOR, nullMeans=null_means), [("0", day)])
    assert not frame.select(check.fails.alias("x"))["x"].any()
    reasons = [text.en for text, where in check.undecided if frame.select(where.alias("x"))["x"].any()]
    assert len(reasons) == 1
    assert why in reasons[0]


def test_a_limit_is_compared_exactly_and_never_as_a_floating_point_number(tmp_path: Path) -> None:
    holds = "amount >= ${intern_pay_share} * 100.10"
    assert "cast('0.8' as decimal" in with_thresholds(holds, DAY)
    assert with_thresholds("age > ${intern_min_age}", DAY) == "age > 16"
    with pytest.raises(KeyError):
        with_thresholds("${nonsense}", DAY)
    rule = {"kind": "condition", "holds": "amount * 3 >= ${intern_pay_share} * amount * 3", "fields": ["amount"]}
    assert failing(dated(tmp_path, rule), [("0.10", None), ("999999999999.99", None)]) == [False, False]


@pytest.mark.usefixtures("_periods")
@pytest.mark.parametrize(
    ("day", "fails"), [(dt.date(2020, 12, 31), False), (dt.date(2021, 6, 1), None), (DAY, True), (None, None)]
)
def test_a_limit_of_the_delivery_is_that_of_its_day_and_without_one_nothing_is_judged(
    tmp_path: Path, day: dt.date | None, fails: bool | None
) -> None:
    rule = {"kind": "condition", "holds": "amount >= ${floor}", "fields": ["amount"]}
    contract = dated(tmp_path, rule)
    _, frame = judged(contract, [("5", None), ("5", None)])
    (check,) = [c for c in compile_checks(contract, on=day) if c.rule.code == "SAM-009"]
    assert frame.select(check.fails.alias("x"))["x"].to_list() == [bool(fails)] * 2
    undecided = [frame.select(where.alias("x"))["x"].to_list() for _, where in check.undecided]
    assert undecided == ([[True, True]] if fails is None else [])


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2016-04-10", False), ("2016-04-11", True), ("2021-12-30", True), ("2021-12-31", False), (None, False)],
)
def test_a_rule_judges_between_its_legal_dates_only(tmp_path: Path, day: str | None, expected: bool) -> None:
    rule = {"kind": "condition", "holds": "amount > 5", "fields": ["amount"]}
    dates = {"validOn": "begun", "validFrom": "2016-04-11", "validTo": "2021-12-30", "nullMeans": "fails"}
    assert failing(dated(tmp_path, rule, **dates), [("1", day)]) == [expected]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"validFrom": "2016-04-11"}, "validOn"),
        ({"validOn": "begun"}, "validFrom"),
        ({"validOn": "begun", "validFrom": "soon"}, "no day"),
        ({"validOn": "begun", "validFrom": "2020-01-01", "validTo": "2019-01-01"}, "before validFrom"),
        ({"validOn": "amount", "validFrom": "2020-01-01"}, "'amount' is no date"),
    ],
)
def test_legal_dates_that_mean_nothing_are_refused(tmp_path: Path, own: dict[str, str], said: str) -> None:
    with pytest.raises(ContractError, match=said):
        dated(tmp_path, {"kind": "required"}, **own)


def test_a_limit_dated_by_something_else_than_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="'amount' is no date"):
        dated(tmp_path, FLOOR | {"dated_by": "amount"})


def test_every_rule_of_the_internship_regulation_has_its_legal_dates_and_no_day_has_two_texts() -> None:
    rules = [r for r in load_contract("internship").rules if r.source.startswith("教职成")]
    assert len(rules) > 12
    spans: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for rule in rules:
        assert rule.validity, rule.name
        assert rule.validity.on == "start_date"
        days = (rule.validity.first, rule.validity.last or dt.date.max)
        spans.setdefault(rule.name.removesuffix("_2016"), []).append(days)
    for texts in spans.values():
        assert all(earlier[1] < later[0] for earlier, later in pairwise(sorted(texts)))
    assert len(spans["i10_pay_floor"]) == len(spans["i09_working_time"]) == 2
