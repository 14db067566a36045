"""The judge against plain Python: as many findings per rule as a recount cell by cell, and every one listed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_contracts.checks.compiler import allowed_values
from data_contracts.loader import load_contract
from data_contracts.model import Contract, Field, Rule
from pipelines.intake.check.judge import judge
from pipelines.intake.normalise.normalised import Normalised
from tests.intake.example_rows import example_sender, normalise_examples
from tests.intake.files import inspect, student, students, table, write_csv

CONTRACT = load_contract("enrolment")
ORDER = ("required", "form", "pattern", "length", "allowed", "range")
COLUMNS = ("student_no", "gender", "tier", "grade", "study_length", "programme_start", "expected_end", "class_name")
CELLS: dict[str, list[str | None]] = {
    "student_no": ["1", "2", "9" * 21, None],
    "gender": ["male", "other", None],
    "tier": ["higher", "doctor", None],
    "grade": ["2024", "1980", "24", None],
    "study_length": ["3", "9", "three", None],
    "programme_start": ["2024-09-01", "2024-13-01", None],
    "expected_end": ["2027-06-30", "2024-09-01", "soon", None],
    "class_name": ["A", "x" * 300, None],
}
ROWS = st.lists(st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}), max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_as_many_findings_per_rule_as_a_recount_finds(rows: list[dict[str, str | None]]) -> None:
    judged = judge(frame_of(rows), CONTRACT, sender=example_sender(CONTRACT), period="2026-10", speaks_for_others=False)
    counted = {r.code for r in CONTRACT.rules if r.built_in and set(r.fields) <= {*COLUMNS, "institution_code"}}
    listed = Counter(f.rule for f in judged.findings if f.rule in counted)
    assert listed == recount(rows, [r for r in CONTRACT.rules if r.code in counted], CONTRACT)


def frame_of(rows: list[dict[str, str | None]]) -> Normalised:
    normalised = normalise_examples(CONTRACT, [{} for _ in rows] or [{}])
    frame = normalised.frame.head(len(rows))
    cells = [pl.Series(f"{name}__text", [row[name] for row in rows], dtype=pl.String) for name in COLUMNS]
    return Normalised(frame.with_columns(cells))


def recount(rows: list[dict[str, str | None]], rules: list[Rule], contract: Contract) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        unusable = set()
        for name in COLUMNS:
            own = sorted(
                (r for r in rules if r.fields == (name,) and r.kind in ORDER), key=lambda r: ORDER.index(r.kind)
            )
            first = next((r for r in own if fails(r, row[name], contract.fields[name])), None)
            if first:
                found[first.code] += 1
                unusable.add(name)
        for rule in (r for r in rules if r.kind == "compare" and not unusable & set(r.fields)):
            left, right = (day(row[name]) for name in rule.fields)
            if left and right and not (left < right or (rule.arguments["operator"] == "<=" and left == right)):
                found[rule.code] += 1
    for rule in (r for r in rules if r.kind == "unique"):
        keys = Counter(key for row in rows if (key := usable_key(row)) is not None)
        if repeated := sum(count for count in keys.values() if count > 1):
            found[rule.code] += repeated
    return found


def usable_key(row: dict[str, str | None]) -> tuple[str, ...] | None:
    """Return the key as it was written; a part that is empty, too long or no day keeps it from counting."""
    number, start = row["student_no"], row["programme_start"]
    return (number, start) if number and len(number) <= 20 and start and day(start) else None


def fails(rule: Rule, cell: str | None, field: Field) -> bool:
    if rule.kind == "required":
        return cell is None
    return cell is not None and _WRONG[rule.kind](rule, cell, field)


def day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def wrong_form(_rule: Rule, cell: str, field: Field) -> bool:
    if field.form == "date":
        return day(cell) is None
    return number(cell) is None or (field.form == "year" and len(cell) != 4)


def out_of_range(rule: Rule, cell: str, _field: Field) -> bool:
    value = number(cell)
    return value is not None and not rule.arguments["min"] <= value <= rule.arguments["max"]


_WRONG = {
    "form": wrong_form,
    "pattern": lambda rule, cell, _: re.search(rule.arguments["regex"], cell) is None,
    "length": lambda rule, cell, _: len(cell) > rule.arguments["max"],
    "allowed": lambda rule, cell, _: cell not in allowed_values(rule),
    "range": out_of_range,
}


def test_sixty_thousand_findings_are_counted_and_listed_in_full_through_json(tmp_path: Path) -> None:
    rows = [
        *students(100),
        *(student(n % 300, student_no=f"9{n:05d}", email="无效", tier="x", gender="y") for n in range(20_000)),
    ]
    report = inspect(write_csv(tmp_path / "a.csv", table(rows)))
    told = json.loads(json.dumps(report.as_json(), ensure_ascii=False))["findings"]
    per_rule = {rule: count for rule, _, count in report.by_rule()}
    assert sum(per_rule.values()) == len(told)
    names = {r.name: r.code for r in CONTRACT.rules}
    for name in ("email_form", "tier_allowed", "gender_allowed"):
        assert per_rule[names[name]] == sum(f["rule"] == names[name] for f in told) == 20_000
