"""What the door says about rows: every fault found, good rows kept, nobody's data in a finding."""

import dataclasses
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from data_contracts.loader import feed_names, load_contract
from data_contracts.model import Contract
from pipelines.cli.findings_text import print_report
from pipelines.intake.check.judge import judge
from pipelines.intake.report.findings import read_finding_file, write_findings
from pipelines.intake.report.report import CheckReport
from tests.intake.example_rows import example_row, judge_examples, normalise_examples
from tests.intake.files import COLLEGE, found, id_number, inspect, student, students, table, write_csv


def report_of(tmp_path: Path, rows: list[dict[str, str | None]], *, demo: bool = False) -> CheckReport:
    return inspect(write_csv(tmp_path / "a.csv", table(rows)), demo=demo)


def test_one_bad_row_never_stops_the_good_rows(tmp_path: Path) -> None:
    report = report_of(tmp_path, [*students(40), student(40, study_length="9" * 30, phone="x" * 3000, gender="未列出")])
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (41, 40, 1)
    assert not report.unusable
    assert {(name, row) for name, row, _ in found(report)} == {
        ("study_length_form", 42),
        ("phone_form", 42),
        ("gender_allowed", 42),
    }


def test_every_fault_of_a_row_is_named_at_once(tmp_path: Path) -> None:
    report = report_of(
        tmp_path, [*students(40), student(40, name=None, tier="博士后", birth_date="昨天", email="无效")]
    )
    assert {name for name, _, _ in found(report)} == {"name_required", "tier_allowed", "birth_date_form", "email_form"}


def test_a_warning_keeps_its_row(tmp_path: Path) -> None:
    report = report_of(tmp_path, [student(0, email="无效")])
    assert found(report) == [("email_form", 2, "email")]
    assert report.rows_accepted == 1
    assert not report.has_errors


def test_an_exact_duplicate_is_dropped_with_a_repair_and_another_row_of_its_key_is_an_error(tmp_path: Path) -> None:
    report = report_of(tmp_path, [*students(60), student(0), student(1, department="另一系")])
    assert (62, "exact_duplicate") in {(r.row, r.repair) for r in report.repairs}
    assert {name for name, _, _ in found(report)} == {"key_unique"}
    assert {row for _, row, _ in found(report)} == {3, 63}


def test_a_row_about_another_organisation_is_a_finding_unless_the_office_sends_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", table([*students(40), student(40, institution_code="4199020001")]))
    assert found(inspect(path)) == [("sender_matches", 42, "institution_code")]
    assert found(inspect(path, sender="990000", role="steward")) == []


def test_as_many_findings_are_counted_as_listed(tmp_path: Path) -> None:
    report = report_of(tmp_path, [*students(300), *(student(n, email="无效", tier="x") for n in range(300, 310))])
    listed = report.as_json()["findings"]
    assert sum(count for _, _, count in report.by_rule()) == len(listed) == len(report.findings) == 20
    assert report.rows_rejected == 10


def test_findings_are_sorted_by_sheet_row_column_and_rule(tmp_path: Path) -> None:
    listed = report_of(tmp_path, [student(n, email="无效", tier="x", name=None) for n in range(12)]).as_json()[
        "findings"
    ]
    places = [(f["sheet"], f["row"], f["column"], f["rule"]) for f in listed]
    assert places == sorted(places)


def test_skipped_rules_say_which_column_is_absent(tmp_path: Path) -> None:
    report = inspect(write_csv(tmp_path / "a.csv", table(students(1), without=["email", "national_student_no"])))
    codes = {rule.code: rule.name for rule in load_contract("enrolment").rules}
    skipped = {codes[code]: reason for code, reason in report.skipped_rules}
    assert set(skipped) == {"email_form", "national_student_no_pattern", "national_student_no_matches_id"}
    assert skipped["email_form"] == "column absent / 缺列: email"


def test_without_a_period_its_rules_are_skipped_with_the_reason() -> None:
    contract = load_contract("enrolment")
    rows, today = normalise_examples(contract, [{}]), dt.date(2026, 10, 1)
    judged = judge(rows, contract, sender=COLLEGE, period="", speaks_for_others=False, today=today)
    names = {rule.code: rule.name for rule in contract.rules}
    assert {names[code]: "period" in reason for code, reason in judged.skipped} == {"under_fourteen": True}


def test_without_period_and_day_no_limit_is_guessed() -> None:
    contract = load_contract("enrolment")
    rows = normalise_examples(contract, [{}])
    judged = judge(rows, contract, sender=COLLEGE, period="", speaks_for_others=False)
    names = {rule.code: rule.name for rule in contract.rules}
    said = {names[code]: reason for code, reason in judged.skipped}
    assert said["age_at_start"] == "1 row: no limit in force on that day / 1行：当日无有效限值"
    assert judged.frame["accepted"].all()


def test_a_default_fills_an_empty_cell_with_a_repair_and_an_absent_column_silently(tmp_path: Path) -> None:
    report = report_of(tmp_path, [student(0, learner_kind=None)])
    assert [(r.row, r.column, r.repair) for r in report.repairs if r.repair == "default"] == [
        (2, "learner_kind", "default")
    ]
    absent = inspect(write_csv(tmp_path / "b.csv", table([student(0)], without=["learner_kind"])))
    assert absent.rows_accepted == 1
    assert "default" not in {r.repair for r in absent.repairs}


def test_key_errors_past_the_share_refuse_the_file_and_at_the_share_do_not(tmp_path: Path) -> None:
    def with_errors(count: int) -> CheckReport:
        return report_of(
            tmp_path, [*students(100 - count), *(student(n, student_no=None) for n in range(100 - count, 100))]
        )

    assert with_errors(5).rows_accepted == 95
    refused = with_errors(6)
    assert (refused.rows_accepted, refused.unusable is not None) == (0, True)
    assert "key_error_share" in {name for name, _, _ in found(refused)}


def test_the_demos_key_takes_made_up_people_only(tmp_path: Path) -> None:
    # Region 000000 belongs to nobody.
    real = student(40, id_number=id_number(40, region="000000"), national_student_no=None)
    refused = report_of(tmp_path, [*students(40), real], demo=True)
    assert [name for name, _, _ in found(refused)] == ["demo_key_real_person"]
    assert refused.rows_accepted == 0
    assert report_of(tmp_path, [*students(40), real]).rows_accepted == 41
    assert report_of(tmp_path, students(40), demo=True).rows_accepted == 40


COMPLIANCE = [
    (feed, rule) for feed in feed_names() for rule in load_contract(feed).rules if rule.finding_kind == "compliance"
]
assert len(COMPLIANCE) > 20, "no rules of conduct loaded"


@pytest.mark.parametrize("case", COMPLIANCE, ids=lambda case: case[1].name)
def test_a_breach_of_conduct_is_recorded_and_its_row_accepted(case: tuple[str, object]) -> None:
    feed, rule = case
    contract = load_contract(feed)
    judged = judge_examples(contract, list(getattr(rule, "bad", ())))
    assert {(f.rule, f.kind) for f in judged.findings} == {(getattr(rule, "code", ""), "compliance")}
    assert judged.frame["accepted"].all()


def spoiled_rows(contract: Contract, marker: str) -> list[dict[str, str | None]]:
    """Rows with a personal cell holding the marker: one at a time, all together, and beside keys left empty."""
    personal = [f.name for f in contract.fields.values() if not f.public]
    rows = [{**example_row(contract), name: f"{marker}{name}"} for name in personal]
    marked = {**example_row(contract), **{name: f"{marker}{name}" for name in personal}}
    keyless: dict[str, str | None] = {name: None for name in contract.primary_key if name not in personal}
    return [*rows, marked, {**marked, **keyless}, {**marked, **dict.fromkeys(personal, f"{marker}長" * 60)}]


@pytest.mark.parametrize(
    "feed", [feed for feed in feed_names() if any(not f.public for f in load_contract(feed).fields.values())]
)
@pytest.mark.parametrize("marker", ["ZQX", "标记", "99887766554"])
def test_no_personal_value_appears_anywhere_in_a_report(tmp_path: Path, feed: str, marker: str) -> None:
    contract = load_contract(feed)
    path = write_csv(
        tmp_path / "a.csv", table([*spoiled_rows(contract, marker), *spoiled_rows(contract, marker)], feed=feed)
    )
    sender = str(example_row(contract).get(contract.sender_field or "") or "990000")
    role = "steward" if contract.sender_field is None else contract.senders[0]
    report = inspect(path, feed, sender=sender, role=role, demo=True)
    assert report.findings, "nothing was found: the test would see nothing"
    text = io.StringIO()
    print_report(report, text)
    write_findings(tmp_path / "findings.parquet", report.findings, feed=feed, delivery_no=1)
    kept = str(read_finding_file(tmp_path / "findings.parquet"))
    for told in (
        json.dumps(report.as_json(), ensure_ascii=False),
        text.getvalue(),
        kept,
        str(dataclasses.asdict(report)),
    ):
        assert marker not in told


def test_an_excerpt_is_given_for_public_columns_only(tmp_path: Path) -> None:
    listed = report_of(tmp_path, [student(0, tier="博士后", gender="未列出")]).as_json()["findings"]
    excerpts = {f["column"]: f.get("excerpt") for f in listed}
    assert excerpts == {"tier": "博士后", "gender": None}
    assert all(set(f["message"]) == set(f["hint"]) == {"en", "zh"} for f in listed)


def test_findings_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    report = report_of(tmp_path, [student(0, tier="博士后", gender="未列出")])
    write_findings(tmp_path / "f.parquet", report.findings, feed="enrolment", delivery_no=1)
    assert read_finding_file(tmp_path / "f.parquet") == sorted(report.findings, key=lambda f: f.place)


def test_the_senders_own_code_fills_an_absent_column(tmp_path: Path) -> None:
    contract = load_contract("vacancy")
    without = ["uscc", *(f.name for f in contract.fields.values() if f.computed)]
    path = write_csv(tmp_path / "a.csv", table([example_row(contract)], feed="vacancy", without=without))
    report = inspect(path, "vacancy", sender="91990000MA9T10005A", role="enterprise")
    assert (found(report), report.rows_accepted) == ([], 1)


def test_the_report_has_the_fixed_shape(tmp_path: Path) -> None:
    report = report_of(tmp_path, [student(0, tier="x")]).as_json()
    assert set(report) == {"feed", "file_sha256", "contract_version", "rows", "findings", "repairs", "skipped_rules"}
    assert report["rows"] == {"read": 1, "accepted": 0, "rejected": 1}
    assert {"rule", "kind", "severity", "sheet", "row", "column", "message", "hint", "link", "excerpt"} == set(
        report["findings"][0]
    )
    assert COLLEGE not in str(report["findings"])


def test_of_a_list_only_the_unknown_items_are_blamed_as_they_were_written() -> None:
    contract = load_contract("job_intention")
    judged = judge_examples(contract, [{"skills": "数控车削、抖音运营小能手；电工基础"}])
    (finding,) = [f for f in judged.findings if f.rule_name == "skills_known"]
    assert "抖音运营小能手" in str(finding.excerpt)
    assert "skl-" not in str(finding.excerpt)


def test_a_sound_number_that_ends_in_zeros_is_asked_about_and_a_cut_one_refused(tmp_path: Path) -> None:
    sound = "990000200601011000"
    row = student(0, id_number=sound, birth_date="2006-01-01", gender="女", national_student_no=None)
    cut = student(1, id_number=id_number(1)[:15] + "000", national_student_no=None)
    report = report_of(tmp_path, [row, cut])
    said = {(f.rule_name, f.row) for f in report.findings if f.column == "id_number"}
    assert said == {("id_ends_in_zeros", 2), ("id_number_damaged", 3)}
    assert report.rows_accepted == 1
