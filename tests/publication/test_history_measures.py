"""The measures against history, worked by hand: whom a vacancy hired, where they stood, what share was found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations

import numpy as np
import polars as pl
import pytest

from pipelines.publication.history.hires import Hire, Vacancy, has_time_left, hires_of
from pipelines.publication.history.measures import Standing, measures
from pipelines.publication.history.moments import moments_of
from pipelines.publication.history.ranking import Candidates, chance_within, places

DAY = date(2026, 3, 10)


def vacancy(name: str, posted: date, *, uscc: str = "e", occupation: str = "o") -> Vacancy:
    return Vacancy(name, 1, uscc, occupation, posted, "焊工")


def hire(person: str, on: date, *, uscc: str = "e", occupation: str = "o") -> Hire:
    return Hire(person, uscc, occupation, on)


def candidates(*people: tuple[int, int, int, int, int]) -> Candidates:
    """Return candidates of (person, score, tie, hires of the major, likeness)."""
    columns = [np.array(column, np.int64) for column in zip(*people, strict=True)]
    return Candidates(columns[0], (columns[1] << 32) + (2**32 - 1 - columns[2]), columns[3], columns[4])


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)


def test_one_moment_a_month_at_the_end_of_the_last_civil_day_with_vacancies() -> None:
    deliveries = pl.DataFrame(
        [
            ("vacancy", utc(3, 2, 8)),
            ("vacancy", utc(3, 10, 15, 59)),
            ("enrolment", utc(3, 20, 8)),
            # 31 March 16:00 UTC is the first of April where the platform stands.
            ("vacancy", utc(3, 31, 16)),
        ],
        schema=["feed", "received_at"],
        orient="row",
    )
    assert [(m.day.isoformat(), m.as_of.isoformat()) for m in moments_of(deliveries)] == [
        ("2026-03-10", "2026-03-10T15:59:59+00:00"),
        ("2026-04-01", "2026-04-01T15:59:59+00:00"),
    ]
    assert moments_of(deliveries.head(0)) == []


def test_a_hire_belongs_to_the_vacancy_published_last_before_it_and_within_the_days() -> None:
    old, new, later = (vacancy(n, d) for n, d in (("a", date(2026, 2, 1)), ("b", date(2026, 3, 1)), ("c", DAY)))
    hires = [
        hire("on the day itself", DAY),
        hire("of the first two", date(2026, 3, 11)),
        hire("the last day of b", date(2026, 5, 30)),
        hire("a day after it", date(2026, 5, 31)),
        hire("elsewhere", date(2026, 3, 11), uscc="f"),
        hire("other work", date(2026, 3, 11), occupation="p"),
    ]
    found = hires_of(hires, [new, old], DAY, 90)
    assert [(h.person_key, v.vacancy_id) for h, v in found] == [("of the first two", "b"), ("the last day of b", "b")]
    assert [v.vacancy_id for _, v in hires_of(hires[1:2], [old, new, later], DAY, 90)] == ["c"]
    assert hires_of([hire("before", date(2026, 2, 27))], [new], date(2026, 2, 1), 90) == []


def test_a_vacancy_has_time_left_until_its_last_day_is_past() -> None:
    assert has_time_left(vacancy("a", date(2025, 12, 11)), DAY, 90)
    assert not has_time_left(vacancy("a", date(2025, 12, 10)), DAY, 90)


def test_places_by_each_way_and_equal_ones_in_the_order_of_ties() -> None:
    people = candidates((1, 500, 9, 3, 20), (2, 700, 5, 3, 90), (3, 500, 2, 8, 20), (4, 100, 1, 0, 20))
    assert {person: places(people, person) for person in (1, 2, 3, 4, 5)} == {
        1: {"ours": 3, "popularity": 3, "text": 4},
        2: {"ours": 1, "popularity": 2, "text": 1},
        3: {"ours": 2, "popularity": 1, "text": 3},
        4: {"ours": 4, "popularity": 4, "text": 2},
        5: {},
    }


@pytest.mark.parametrize("passing", [1, 3, 5])
def test_chance_is_what_all_orders_give(passing: int) -> None:
    orders = list(permutations(range(passing)))
    for length in (1, 2, 10):
        share = Decimal(sum(0 in order[:length] for order in orders)) / len(orders)
        assert abs(chance_within(passing, length) - share) < Decimal("1e-20")


def standings() -> list[Standing]:
    """Return four hires: at place 10 of 40, at place 11 of 20, filtered out, not in the pool."""
    return [
        Standing(
            in_pool=True,
            passing=40,
            place={"ours": 10, "popularity": 40, "text": 1},
            is_listed={"ours": True, "popularity": True, "text": True},
            unlisted_by_chance=Decimal(0),
        ),
        Standing(
            in_pool=True,
            passing=200,
            place={"ours": 11, "popularity": 51, "text": 50},
            is_listed={"ours": True, "popularity": False, "text": True},
            unlisted_by_chance=Decimal("0.75"),
        ),
        Standing(in_pool=True),
        Standing(in_pool=False),
    ]


def test_shares_are_of_the_hires_in_the_pool_and_who_was_filtered_out_is_not_found() -> None:
    found = {(m.way, m.name): m for m in measures(standings(), at_least=3)}
    assert {m.denominator for m in found.values()} == {3}
    assert {key: (str(m.numerator), str(m.value)) for key, m in found.items()} == {
        ("ours", "hit@10"): ("1", "0.333333"),
        ("ours", "hit@50"): ("2", "0.666667"),
        ("ours", "coverage"): ("2", "0.666667"),
        # 10/40 + 10/200, 1 + 50/200, 1 + 1/4
        ("random", "hit@10"): ("0.300000", "0.100000"),
        ("random", "hit@50"): ("1.250000", "0.416667"),
        ("random", "coverage"): ("1.250000", "0.416667"),
        ("popularity", "hit@10"): ("0", "0.000000"),
        ("popularity", "hit@50"): ("1", "0.333333"),
        ("popularity", "coverage"): ("1", "0.333333"),
        ("text", "hit@10"): ("1", "0.333333"),
        ("text", "hit@50"): ("2", "0.666667"),
        ("text", "coverage"): ("2", "0.666667"),
    }
    # Wilson of 1 in 3, from any table of it.
    assert (found["ours", "hit@10"].low, found["ours", "hit@10"].high) == (Decimal("0.061492"), Decimal("0.792340"))
    assert found["random", "hit@10"].low is None


def test_from_too_few_hires_no_share_is_given() -> None:
    found = measures(standings(), at_least=4)
    assert len(found) == 12
    assert {(m.status, m.numerator, m.value, m.low, m.high) for m in found} == {("not_available",) + (None,) * 4}
    assert {m.status for m in measures([], at_least=0)} == {"not_available"}
