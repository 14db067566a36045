"""Findings grouped by cause: nothing is lost, each cause names its reach, and texts show public cells only."""

from __future__ import annotations

import io
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data_contracts.loader import load_contract
from pipelines.cli.findings_text import print_report
from pipelines.intake.report.causes import causes, report_as_json
from pipelines.intake.report.findings import Finding, file_finding, finding_of
from pipelines.intake.report.report import CheckReport
from tests.intake.files import inspect, student, students, table, write_csv

ENROLMENT = load_contract("enrolment")
RULES = [rule for rule in ENROLMENT.rules if rule.fields][:8]

FINDINGS = st.lists(
    st.builds(
        lambda rule, sheet, row, value: finding_of(
            rule,
            sheet=sheet,
            row=row,
            column=rule.fields[0],
            value=value,
            quote=ENROLMENT.fields[rule.fields[0]].public,
        ),
        st.sampled_from(RULES),
        st.sampled_from(["", "a", "b"]),
        st.integers(1, 40),
        st.sampled_from(["x", "y", "z", "w"]),
    )
)


def report(findings: list[Finding]) -> CheckReport:
    return CheckReport("enrolment", "0" * 64, "1", 100, 50, findings)


def listed(text: str) -> int:
    """Count the rows that a printed report lists."""
    total = 0
    for line in re.findall(r"^  at: (.*)$", text, re.MULTILINE):
        for rows in re.findall(r"row ([\d, -]+)", line):
            for part in rows.split(", "):
                first, _, last = part.strip().partition("-")
                total += int(last or first) - int(first) + 1
    return total


@given(FINDINGS)
def test_counted_equals_listed_always(findings: list[Finding]) -> None:
    found = causes(report(findings))
    assert sum(cause.count for cause in found) == len(findings)
    assert sorted(place for cause in found for place in cause.places) == sorted((f.sheet, f.row) for f in findings)
    out = io.StringIO()
    print_report(report(findings), out)
    assert listed(out.getvalue()) == len(findings)


@given(FINDINGS)
def test_a_rule_in_a_column_is_one_cause_with_its_first_and_last_row(findings: list[Finding]) -> None:
    found = causes(report(findings))
    assert len({(c.rule, c.column) for c in found}) == len(found)
    for cause in found:
        assert cause.first == min(cause.places)
        assert cause.last == max(cause.places)
        assert len(cause.examples) <= 3


def test_a_cause_shows_up_to_three_public_cells_and_no_personal_one(tmp_path: Path) -> None:
    rows = [*students(90), *(student(100 + n, tier=f"层次{n}", phone=f"12{n}") for n in range(4))]
    found = {c.rule_name: c for c in causes(inspect(write_csv(tmp_path / "a.csv", table(rows))))}
    tier = found["tier_allowed"]
    assert (tier.count, tier.first, tier.last) == (4, ("", 92), ("", 95))
    assert tier.examples == ("层次0", "层次1", "层次2")
    assert "层次0、层次1、层次2 …" in tier.message.zh
    phones = [c for c in found.values() if c.column == "phone"]
    assert [(c.count, c.examples) for c in phones] == [(4, ())]


def test_headers_that_nobody_knows_are_causes_of_their_own() -> None:
    unknown = [file_finding("column_unknown", value=text, row=1) for text in ("备注一", "备注二")]
    texts = [cause.message.zh for cause in causes(report(unknown))]
    assert [("备注一" in text, "备注二" in text) for text in texts] == [(True, False), (False, True)]


def test_worst_causes_come_first_then_the_most_frequent() -> None:
    error = next(r for r in ENROLMENT.rules if r.severity == "error")
    warning = next(r for r in ENROLMENT.rules if r.severity == "warning" and r.fields)
    other = next(r for r in ENROLMENT.rules if r.severity == "error" and r.code != error.code)
    made = [
        finding_of(r, sheet="", row=row, column=r.fields[0])
        for r, row in [(warning, 2), (warning, 3), (warning, 4), (error, 2), (other, 3), (other, 4)]
    ]
    made.append(file_finding("key_error_share"))
    assert [c.rule for c in causes(report(made))] == ["FIL-010", other.code, error.code, warning.code]


def test_every_finding_and_cause_links_to_its_rule(tmp_path: Path) -> None:
    rows = [*students(30), student(30, tier="博士后")]
    said = report_as_json(inspect(write_csv(tmp_path / "a.csv", [*table(rows)])))
    (finding,) = said["findings"]
    (cause,) = said["causes"]
    assert finding["link"] == cause["link"] == f"docs/rules/enrolment.md#{finding['rule'].lower()}"
    whole = report_as_json(report([file_finding("file_empty")]))
    assert whole["findings"][0]["link"] == "docs/rules/files.md#fil-001"


def test_a_cause_in_text_names_rule_count_reach_and_column() -> None:
    rule = next(r for r in RULES if r.fields[0] == "institution_code")
    made = [finding_of(rule, sheet=s, row=row, column=rule.fields[0]) for s, row in (("a", 2), ("a", 3), ("b", 9))]
    out = io.StringIO()
    print_report(report(made), out)
    assert f"{rule.code} · 3 × · row 2 to 9 of b" in out.getvalue()
    assert "(institution_code), a: row 2-3; b: row 9" in out.getvalue()
    assert f"docs/rules/enrolment.md#{rule.code.lower()}" in out.getvalue()
