"""Rows with an enterprise's name and no code: the register's similar names are told, and nothing is filled in."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contract
from data_contracts.thresholds import limit
from pipelines.intake.delivery import decide
from pipelines.intake.delivery.deliver import DeliveryOutcome
from pipelines.intake.delivery.register_names import plain_name
from pipelines.store.platform import Platform
from tests.intake.example_rows import example_row
from tests.intake.files import inspect, table, write_csv
from tests.intake.test_difference import Door, Rows

BODY = "91990000MA9T{:04d}0"
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
RULE = "register_candidates"


def uscc(number: int) -> str:
    body = BODY.format(number)
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + SIGNS[(31 - total % 31) % 31]


def enterprise(number: int, name: str, former: str | None = None) -> dict[str, str | None]:
    own = {"uscc": uscc(number), "enterprise_name": name, "former_names": former}
    return {**example_row(load_contract("enterprise")), **own}


def internship(number: int, name: str | None, code: str | None = None) -> dict[str, str | None]:
    own = {"internship_id": f"SX-{number}", "student_no": f"2024{number:04d}", "host_name": name, "host_uscc": code}
    return {**example_row(load_contract("internship")), **own}


REGISTER = [
    enterprise(1, "云州精密机械有限公司"),
    enterprise(2, "云州精密仪器股份有限公司", "云州市第三仪表厂"),
    enterprise(3, "海港食品有限公司"),
]


@pytest.fixture
def door(platform: Platform, tmp_path: Path) -> Door:
    door = Door(platform, tmp_path)
    sent = door.send(REGISTER, feed="enterprise", sender="990000", sender_role="steward")
    assert sent.delivery.rows_accepted == len(REGISTER)
    return door


def interns(door: Door, rows: Rows) -> DeliveryOutcome:
    return door.send(rows, feed="internship")


def told(outcome: DeliveryOutcome) -> list[tuple[int, str, str]]:
    findings = [f for f in outcome.report.findings if f.rule_name == RULE]
    return [(f.row, f.column, f.message.zh.partition("：")[2]) for f in findings]


@pytest.mark.parametrize(
    "name", ["云州精密机械有限责任公司", "云州精密机械有限公司海港分公司", "云州精密机械（有限公司）", "云州精密机械"]
)
def test_a_name_without_a_code_is_answered_with_the_registers_names(door: Door, name: str) -> None:
    ((row, column, value),) = told(interns(door, [internship(1, name)]))
    assert (row, column) == (2, "host_uscc")
    assert value.split("、")[0] == f"云州精密机械有限公司 {uscc(1)}"
    assert uscc(3) not in value


def test_a_short_name_is_answered_with_all_that_hold_it_likest_first(door: Door) -> None:
    ((_, _, value),) = told(interns(door, [internship(1, "云州精密")]))
    assert value == f"云州精密仪器股份有限公司 {uscc(2)}、云州精密机械有限公司 {uscc(1)}"


def test_a_former_name_finds_the_name_of_today(door: Door) -> None:
    ((_, _, value),) = told(interns(door, [internship(1, "云州市第三仪表厂")]))
    assert value.split("、")[0] == f"云州精密仪器股份有限公司 {uscc(2)}"


def test_nothing_is_filled_in_and_the_row_is_refused_as_before(door: Door) -> None:
    outcome = interns(door, [internship(1, "云州精密机械有限公司"), internship(2, "云州精密机械有限公司", uscc(1))])
    assert [f.row for f in outcome.report.findings if f.rule_name == "host_uscc_required"] == [2]
    assert [row for row, _, _ in told(outcome)] == [2]
    assert outcome.delivery.rows_accepted == 1


def test_an_optional_code_is_answered_too_and_stays_empty(door: Door) -> None:
    row = {**example_row(load_contract("destination")), "employer_name": "云州精密机械", "employer_uscc": None}
    outcome = door.send([row], feed="destination")
    assert [(row, column) for row, column, _ in told(outcome)] == [(2, "employer_uscc")]
    kept = pl.read_parquet(door.platform.paths.raw_file("destination", outcome.delivery.delivery_no))
    assert kept["employer_uscc"].to_list() == [None]


def test_a_vacancy_of_a_steward_is_not_the_stewards_own(door: Door) -> None:
    row = {**example_row(load_contract("vacancy")), "uscc": None, "employer_name": "海港食品有限责任公司"}
    outcome = door.send([row], feed="vacancy", sender="990000", sender_role="steward")
    assert told(outcome) == [(2, "uscc", f"海港食品有限公司 {uscc(3)}")]
    own = door.send([row], feed="vacancy", sender=uscc(3), sender_role="enterprise")
    assert told(own) == []


def test_a_name_that_nothing_resembles_is_answered_with_nothing(door: Door) -> None:
    assert told(interns(door, [internship(1, "远山纺织集团")])) == []


def test_only_enterprises_in_force_are_named(door: Door) -> None:
    steward = {"feed": "enterprise", "sender": "990000", "sender_role": "steward"}
    gone = door.send([{**REGISTER[2], "row_action": "删除"}], mode="patch", **steward)
    # One of three is much: the office looks first.
    decide.confirm(door.platform, gone.delivery.delivery_no, actor="x", at=door.now)
    assert told(interns(door, [internship(1, "海港食品有限公司")])) == []


def test_names_past_the_limit_are_not_looked_up_and_that_is_said(door: Door) -> None:
    most = int(limit("register_names_per_file"))
    rows = [internship(n, f"第{n}家远山纺织厂") for n in range(most)]
    rows += [internship(most, "云州精密机械"), internship(most + 1, "第0家远山纺织厂")]
    outcome = interns(door, rows)
    assert told(outcome) == []
    ((rule, why),) = [skip for skip in outcome.report.skipped_rules if skip[0] == "FIL-027"]
    assert (rule, f"first {most} of {most + 1} names" in why, f"前{most}个" in why) == ("FIL-027", True, True)


def test_a_check_without_a_platform_says_nothing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table([internship(1, "云州精密机械有限公司")], feed="internship"))
    report = inspect(path, "internship")
    assert [f.rule_name for f in report.findings] == ["host_uscc_required"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("云州精密机械有限公司", "云州精密机械"),
        ("云州（精密）机械有限责任公司 ", "云州精密机械"),
        ("云州精密机械股份有限公司第二分公司", "云州精密机械"),
        ("有限公司", "有限公司"),
        ("云州工具厂", "云州工具厂"),
        ("啊" * 5000, "啊" * 100),
    ],
)
def test_legal_forms_branches_and_signs_do_not_tell_names_apart(name: str, plain: str) -> None:
    assert plain_name(name) == plain
