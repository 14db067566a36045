"""Two plans side by side: who is placed, who loses, what is filled."""

import numpy as np

from pipelines.matching.certificate import positions
from pipelines.matching.market import Pairs, Plan
from pipelines.matching.what_if import Placed, compare, vacancies_filled


def placed(*rows: tuple[int, int, int]) -> Placed:
    return Placed(*np.array(rows, dtype=np.int64).reshape(-1, 3).T.copy())


def test_each_person_is_told_apart_by_what_becomes_of_them() -> None:
    before = placed((1, 10, 5), (2, 10, 5), (3, 11, 5), (4, 12, 5), (5, 13, 5))
    after = placed((2, 10, 7), (3, 12, 6), (4, 11, 4), (5, 14, 5), (6, 13, 1))
    difference = compare(before, after)
    assert difference.newly_placed.tolist() == [6]
    assert difference.lost_place.tolist() == [1]
    assert (difference.better.tolist(), difference.worse.tolist(), difference.moved.tolist()) == ([3], [4], [5])


def test_the_same_plan_makes_no_difference() -> None:
    plan = placed((1, 10, 5), (2, 11, 5))
    difference = compare(plan, plan)
    assert not any(
        len(found)
        for found in (
            difference.newly_placed,
            difference.lost_place,
            difference.better,
            difference.worse,
            difference.moved,
        )
    )
    assert compare(placed(), placed()).newly_placed.tolist() == []


def test_a_vacancy_is_filled_when_it_has_as_many_persons_as_seats_and_any_seat() -> None:
    plan = placed((1, 10, 5), (2, 10, 5), (3, 11, 5))
    assert vacancies_filled(plan, np.array([10, 11, 12, 13]), np.array([2, 2, 0, 1])) == 1


def test_a_plan_is_read_by_person_and_without_those_who_are_not_meant() -> None:
    pairs = Pairs(*(np.array(column) for column in ([10, 11, 12], [9, 7, 8], [1, 2, 3], [4, 5, 6])))
    plan = Placed.of(pairs, Plan(pair=np.array([0, 1]), place=np.array([1, 1])))
    assert list(zip(plan.person, plan.vacancy, plan.wish, strict=True)) == [(7, 11, 5), (9, 10, 4)]
    assert plan.without(np.array([9])).person.tolist() == [7]


def test_positions_of_named_pairs() -> None:
    pairs = Pairs(*(np.array(column) for column in ([1, 1, 2], [7, 8, 7], [1, 2, 3], [4, 5, 6])))
    assert positions(pairs, np.array([2, 1, 2, 3]), np.array([7, 7, 8, 7])).tolist() == [2, 0, -1, -1]
    assert positions(pairs, np.array([], dtype=np.int64), np.array([], dtype=np.int64)).tolist() == []
    nothing = Pairs(*(np.array([], dtype=np.int64) for _ in range(4)))
    assert positions(nothing, np.array([1]), np.array([7])).tolist() == [-1]
