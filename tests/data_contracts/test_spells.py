"""Rules over several rows against a plain recount: overlaps, crowds and repeats within days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import combinations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.checks import compile_checks, text_column, typed
from data_contracts.loader import load_contract
from data_contracts.model import Contract

FIRST = dt.date(2026, 1, 1)
SPELL = st.tuples(st.sampled_from(["s1", "s2", None]), st.integers(0, 12), st.one_of(st.none(), st.integers(-2, 12)))


def flags(contract: Contract, name: str, columns: Mapping[str, Sequence[str | None]]) -> list[bool]:
    height = len(next(iter(columns.values())))
    cells = {text_column(f): columns.get(f, [None] * height) for f in contract.fields}
    frame = typed(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)), contract)
    (check,) = [c for c in compile_checks(contract, on=FIRST) if c.rule.name == name]
    return frame.select(check.fails.alias("x"))["x"].to_list()


def day(number: int) -> str:
    return str(FIRST + dt.timedelta(days=number))


def overlaps(spells: list[tuple[str | None, int, int | None]]) -> list[bool]:
    """Compare every pair of rows, as a person with much time would."""
    hit = [False] * len(spells)
    for a, b in combinations(range(len(spells)), 2):
        (who, start, length), (other, begins, lasts) = spells[a], spells[b]
        ends = [s + n if n is not None else 10_000 for s, n in ((start, length), (begins, lasts))]
        possible = all(n is None or n >= 0 for n in (length, lasts))
        if who == other is not None and who and possible and start < ends[1] and begins < ends[0]:
            hit[a] = hit[b] = True
    return hit


@given(st.lists(SPELL, max_size=9))
def test_overlapping_spells_are_those_that_a_recount_of_all_pairs_finds(
    spells: list[tuple[str | None, int, int | None]],
) -> None:
    contract = load_contract("internship")
    # Two spells that both last no day cannot overlap, whatever their order: leave single days out.
    spells = [(who, start, None if length == 0 else length) for who, start, length in spells]
    found = flags(
        contract,
        "post_internships_overlap",
        {
            "internship_id": [f"I{n}" for n in range(len(spells))],
            "institution_code": ["4199013845"] * len(spells),
            "student_no": [who for who, _, _ in spells],
            "internship_type": ["post"] * len(spells),
            "status": ["active"] * len(spells),
            "start_date": [day(start) for _, start, _ in spells],
            "end_date": [None if length is None else day(start + length) for _, start, length in spells],
        },
    )
    assert found == overlaps(spells)


def internships(**changes: list[str | None]) -> list[bool]:
    columns: dict[str, list[str | None]] = {
        "internship_id": ["I1", "I2"],
        "institution_code": ["4199013845"] * 2,
        "student_no": ["s1", "s1"],
        "internship_type": ["post", "post"],
        "status": ["active", "active"],
        "start_date": ["2026-01-01", "2026-02-01"],
        "end_date": ["2026-03-01", "2026-04-01"],
    }
    return flags(load_contract("internship"), "post_internships_overlap", columns | changes)


def test_a_spell_that_begins_as_another_ends_does_not_overlap_it() -> None:
    assert internships() == [True, True]
    assert internships(start_date=["2026-01-01", "2026-03-01"]) == [False, False]


def test_rows_of_another_kind_rows_to_delete_and_repeated_keys_are_left_out() -> None:
    assert internships(internship_type=["post", "familiarisation"]) == [False, False]
    assert internships(row_action=[None, "delete"]) == [False, False]
    assert internships(internship_id=["I1", "I1"]) == [False, False]


def test_ten_signings_on_one_day_are_many_and_nine_are_not() -> None:
    for count, expected in ((9, False), (10, True)):
        found = flags(
            load_contract("destination"),
            "many_signed_one_day",
            {
                "institution_code": ["4199013845"] * count,
                "student_no": [f"s{n}" for n in range(count)],
                "employer_uscc": ["91990000MA9T10005A"] * count,
                "signed_date": ["2025-06-20"] * count,
                "status_date": ["2025-08-31"] * count,
                "destination_code": ["11"] * count,
            },
        )
        assert found == [expected] * count


def test_a_post_under_another_number_within_the_days_is_a_repeat_and_a_new_version_is_not() -> None:
    def repeats(numbers: list[str | None], days: list[str | None]) -> list[bool]:
        same = {"uscc": "91990000MA9T10005A", "title": "电工", "work_region": "990101", "status": "open"}
        columns: dict[str, list[str | None]] = {
            name: [value] * len(numbers) for name, value in (same | {"pay_min": "5000", "pay_max": "7000"}).items()
        }
        return flags(
            load_contract("vacancy"), "vacancy_repeated", columns | {"vacancy_no": numbers, "date_posted": days}
        )

    assert repeats(["1", "2"], ["2026-03-01", "2026-03-31"]) == [True, True]
    assert repeats(["1", "2"], ["2026-03-01", "2026-04-01"]) == [False, False]
    assert repeats(["1", "1"], ["2026-03-01", "2026-03-02"]) == [False, False]
