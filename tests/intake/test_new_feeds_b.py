"""Training records and funds, subsidies, inspections, workforce and appointments: what looks beyond one cell."""

from __future__ import annotations

import csv
import datetime as dt
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from data_contracts.code_tables import vocabulary
from data_contracts.loader import load_contract
from data_contracts.thresholds import threshold
from pipelines.intake.check.judge import judge
from pipelines.intake.delivery.deliver import DeliveryOutcome, DeliveryRequest, deliver
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.store.platform import Platform
from tests.intake.example_rows import FIRST_ROW, example_row, judge_examples, normalise_examples

APPOINTMENT = load_contract("appointment")
START = datetime(2026, 10, 5, 8, tzinfo=UTC)
OTHER_PERSON = "99000020060228019X"

Row = dict[str, str]


def rows_named(feed: str, rule_name: str, rows: list[Row]) -> list[int]:
    """Return which rows, counted from 0, a rule names."""
    judged = judge_examples(load_contract(feed), rows)
    return sorted({finding.row - FIRST_ROW for finding in judged.findings if finding.rule_name == rule_name})


def grades(*cells: tuple[str, str]) -> list[Row]:
    return [{"staff_level": level, "pay_grade": grade, "appointed_count": "1"} for level, grade in cells]


@pytest.mark.parametrize(
    ("cells", "lower"),
    [
        ([("中级工", "4"), ("高级工", "5"), ("技师", "7")], []),
        ([("中级工", "4"), ("高级工", "4"), ("技师", "4")], []),
        ([("技师", "6"), ("高级工", "7")], [0]),
        ([("初级工", "9"), ("中级工", "3"), ("技师", "8"), ("首席技师", "9")], [1, 2]),
        ([("高级工", "7"), ("高级工", "5")], []),
        ([("无等级", "20"), ("高级工", "5")], []),
        ([("中级工", ""), ("高级工", "5")], []),
        ([("中级工", "6"), ("高级工", "")], []),
    ],
)
def test_a_pay_grade_below_that_of_a_lower_level_is_named(cells: list[tuple[str, str]], lower: list[int]) -> None:
    assert rows_named("workforce", "pay_level_inversion", grades(*cells)) == lower


def test_pay_grades_are_compared_within_one_occupation_and_among_rows_that_stay() -> None:
    lower, higher = grades(("高级工", "7"), ("技师", "6"))
    assert rows_named("workforce", "pay_level_inversion", [lower, higher]) == [1]
    assert rows_named("workforce", "pay_level_inversion", [lower, higher | {"occupation_code": "6-18-01-01"}]) == []
    assert rows_named("workforce", "pay_level_inversion", [lower | {"row_action": "删除"}, higher]) == []


def test_an_appointment_that_has_ended_is_no_measure_of_pay() -> None:
    ended = {"pay_grade": "9", "dismissed_date": "2026-08-01", "dismissal_reason": "退休"}
    higher = {"id_number": OTHER_PERSON, "appointed_level": "技师", "pay_grade": "6"}
    assert rows_named("appointment", "pay_level_inversion", [{"pay_grade": "9"}, higher]) == [1]
    assert rows_named("appointment", "pay_level_inversion", [ended, higher]) == []


@pytest.mark.parametrize(
    ("regular", "dispatched", "asks"),
    [("7000", "6300", []), ("7000", "6299.99", [1]), ("7000", "8000", []), ("", "100", []), ("7000", "", [])],
)
def test_dispatched_staff_below_nine_tenths_of_regular_pay_ask_for_a_review(
    regular: str, dispatched: str, asks: list[int]
) -> None:
    assert str(threshold("equal_pay_ratio", on=dt.date(2026, 10, 1)).normalize()) == "0.9"
    unknown = {"avg_pay": "", "p25_pay": "", "p75_pay": ""}
    rows = [{"median_pay": regular} | unknown, {"median_pay": dispatched, "employment_form": "劳务派遣"} | unknown]
    assert rows_named("workforce", "equal_pay_review", rows) == asks


@pytest.mark.parametrize(
    ("other", "asks"),
    [({}, [1]), ({"staff_level": "技师"}, []), ({"post_name": "班组长"}, []), ({"age_band": "56岁以上"}, [])],
)
def test_pay_is_compared_in_the_same_post_level_and_age_only(other: Row, asks: list[int]) -> None:
    dispatched = {"median_pay": "6000", "p25_pay": "5500", "employment_form": "派遣"}
    assert rows_named("workforce", "equal_pay_review", [{}, dispatched | other]) == asks


def stages(*cells: tuple[str, str]) -> list[Row]:
    return [{"stage": stage, "inspected_date": day, "rectify_by": "", "rectified_date": ""} for stage, day in cells]


@pytest.mark.parametrize(
    ("cells", "early"),
    [
        ([("年终", "2027-01-20"), ("年初", "2026-01-20"), ("年中", "2026-07-08")], []),
        ([("年初", "2026-07-08"), ("年中", "2026-07-08")], []),
        ([("年初", "2026-08-01"), ("年中", "2026-07-08"), ("年终", "2026-07-31")], [1, 2]),
        ([("年初", "2026-02-01"), ("年终", "2026-01-20")], [1]),
    ],
)
def test_a_stage_inspected_before_an_earlier_one_is_named(cells: list[tuple[str, str]], early: list[int]) -> None:
    assert rows_named("inspection", "stage_order", stages(*cells)) == early


def test_stages_of_different_plans_have_no_order() -> None:
    first, second = stages(("年初", "2026-08-01"), ("年中", "2026-07-08"))
    assert rows_named("inspection", "stage_order", [first, second | {"plan_id": "JH2026-02"}]) == []


@pytest.mark.parametrize(
    ("rule", "second", "named"),
    [
        ("certificate_subsidised_twice", {"entry_no": "2", "due_date": "2028-03-01"}, [0, 1]),
        ("certificate_subsidised_twice", {"entry_no": "2", "certificate_no": "S000099000001244000999"}, []),
        ("certificate_subsidised_twice", {"entry_no": "2", "scheme": "技师津贴"}, []),
    ],
)
def test_a_certificate_earns_its_subsidy_once(rule: str, second: Row, named: list[int]) -> None:
    assert rows_named("subsidy", rule, [{}, second]) == named


@pytest.mark.parametrize(("day", "named"), [("2026-03-20", [0, 1]), ("2026-04-01", [])])
def test_the_same_allowance_due_again_within_days_is_named_and_a_monthly_one_is_not(day: str, named: list[int]) -> None:
    rows = [{"scheme": "技师津贴"}, {"scheme": "技师津贴", "entry_no": "2", "due_date": day}]
    assert rows_named("subsidy", "paid_twice", rows) == named


@pytest.mark.parametrize(("period", "waits"), [("2026-02", False), ("2026-03", False), ("2026-04", True)])
def test_money_waits_from_the_month_after_it_was_due(period: str, waits: bool) -> None:
    contract = load_contract("subsidy")
    unpaid = normalise_examples(contract, [{"due_date": "2026-03-31", "paid_date": ""}])
    judged = judge(unpaid, contract, sender="990000", period=period, speaks_for_others=True)
    assert ("due_not_paid" in {finding.rule_name for finding in judged.findings}) is waits


def test_every_spelling_of_a_level_is_a_level_of_the_staff_too() -> None:
    ladder, staff = vocabulary("ladder_rank"), vocabulary("staff_level")
    assert {word: staff.get(word) for word in ladder} == dict(ladder)
    assert set(staff.values()) - set(ladder.values()) == {"0"}


@pytest.mark.parametrize(
    ("word", "band"),
    [
        ("26-30", "26_30"),
        ("26～30岁", "26_30"),
        ("31岁至35岁", "31_35"),
        ("≤25", "25_and_under"),
        ("56岁以上", "56_and_over"),
    ],
)
def test_an_age_band_is_read_as_people_write_it(word: str, band: str) -> None:
    judged = judge_examples(load_contract("workforce"), [{"age_band": word}])
    assert judged.frame["age_band"].to_list() == [band]


def appointments(folder: Path, name: str, *rows: Row) -> Path:
    """Write a file as an enterprise sends it: headers in Chinese, one row per appointment."""
    titles = {field: APPOINTMENT.fields[field].title.zh for field in example_row(APPOINTMENT)}
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(titles.values()))
        writer.writeheader()
        for row in rows:
            cells = {**example_row(APPOINTMENT), **row}
            writer.writerow({titles[field]: cell or "" for field, cell in cells.items()})
    return folder / name


def sent(platform: Platform, file: Path, hour: int, *, period: str) -> DeliveryOutcome:
    request = DeliveryRequest(
        feed="appointment",
        file=file,
        file_name=file.name,
        sender=str(example_row(APPOINTMENT)["uscc"]),
        sender_role="enterprise",
        period=period,
        received_at=START + timedelta(hours=hour),
    )
    return deliver(platform, request)


def test_a_later_delivery_of_the_same_person_and_post_takes_the_place_of_the_first(
    platform: Platform, tmp_path: Path
) -> None:
    assert APPOINTMENT.raw_key == ("uscc", "person_key", "appointed_date", "post_name")
    first = sent(
        platform, appointments(tmp_path, "a.csv", {}, {"id_number": OTHER_PERSON}), 0, period="2026-09"
    ).delivery
    ended = {"dismissed_date": "2026-10-01", "dismissal_reason": "岗位调整"}
    second = sent(platform, appointments(tmp_path, "b.csv", ended), 1, period="2026-10").delivery
    assert (first.rows_accepted, second.rows_accepted) == (2, 1)
    rows = rows_in_force(platform.paths, APPOINTMENT, [first, second])
    assert rows.select("period", "dismissal_reason").sort("period").rows() == [("2026-09", None), ("2026-10", "moved")]
    before = pl.read_parquet(platform.paths.raw_file("appointment", first.delivery_no))
    assert before["person_key"].n_unique() == 2
    assert set(rows["person_key"]) == set(before["person_key"])


def test_whom_an_appointment_names_stays_in_the_vault(platform: Platform, tmp_path: Path) -> None:
    delivery = sent(platform, appointments(tmp_path, "a.csv", {}), 0, period="2026-09").delivery
    raw = pl.read_parquet(platform.paths.raw_file("appointment", delivery.delivery_no))
    kept = " ".join(str(cell) for cell in raw.row(0))
    vaulted = [example_row(APPOINTMENT)[name] for name in ("id_number", "name", "certificate_no")]
    assert all(vaulted)
    assert not [text for text in vaulted if text and text in kept]
