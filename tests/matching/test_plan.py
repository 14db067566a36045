"""The recommended plan against every stable plan of small markets, and its certificate against planted faults."""

import random

import numpy as np
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from pipelines.matching.certificate import certify
from pipelines.matching.market import Pairs, Seats
from pipelines.matching.plan import PlanError, recommend
from tests.matching.markets import Market, Pair, random_market

SMALL = {"people": 4, "vacancies": 3, "enterprises": 2}
markets = st.builds(
    random_market,
    st.integers(0, 2**32),
    people=st.integers(1, 5),
    vacancies=st.integers(1, 4),
    enterprises=st.integers(1, 3),
)


def planned(market: Market, chance: random.Random | None = None) -> set[Pair]:
    pairs, seats = market.arrays(chance)
    plan = recommend(pairs, seats)
    return set(zip(pairs.vacancy[plan.pair].tolist(), pairs.person[plan.pair].tolist(), strict=True))


def blocking(market: Market, plan: set[Pair]) -> int:
    pairs, seats = market.arrays()
    places = {pair: at for at, pair in enumerate(market.pairs)}
    return certify(pairs, seats, np.array([places[pair] for pair in plan], dtype=np.int64)).blocking_pairs


@seed(20261015)
@settings(max_examples=400)
@given(markets)
def test_the_plan_is_stable_and_the_best_stable_one_for_every_person(market: Market) -> None:
    plan, stable = planned(market), market.stable_plans()
    assert plan in stable
    own = {person: market.person_order((vacancy, person)) for vacancy, person in plan}
    for other in stable:
        for vacancy, person in other:
            assert person in own, "in all stable plans the same persons have a seat"
            assert own[person] >= market.person_order((vacancy, person))


def test_some_small_markets_have_several_stable_plans_and_a_quota_that_binds() -> None:
    made = [random_market(number, **SMALL) for number in range(300)]
    assert sum(len(market.stable_plans()) > 1 for market in made) >= 5
    free = [Market(m.pairs, m.seats, m.enterprise, dict.fromkeys(m.quota, 99)) for m in made]
    assert sum(planned(one) != planned(other) for one, other in zip(made, free, strict=True)) >= 50


@seed(20261015)
@settings(max_examples=300)
@given(markets, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(market: Market, chance: random.Random) -> None:
    assert planned(market) == planned(market, chance)


@seed(20261015)
@settings(max_examples=400)
@given(markets, st.randoms(use_true_random=False))
def test_the_certificate_finds_a_plan_stable_exactly_when_it_is(market: Market, chance: random.Random) -> None:
    people = {person for _, person in market.pairs}
    choices = [[None, *(pair for pair in market.pairs if pair[1] == person)] for person in sorted(people)]
    wild = market.chosen({pair for pair in map(chance.choice, choices) if pair})
    assert (blocking(market, wild) == 0) == market.is_stable(wild)
    assert blocking(market, planned(market)) == 0


def test_a_planted_blocking_pair_is_found() -> None:
    # Person 7 would rather be at vacancy 1, where only 8 sits, whom its enterprise likes less.
    market = Market({(1, 7): (9, 5), (1, 8): (4, 5), (2, 7): (9, 1)}, {1: 1, 2: 1}, {1: 1, 2: 2}, {1: 1, 2: 1})
    assert blocking(market, {(1, 8), (2, 7)}) == 1
    assert blocking(market, {(1, 7)}) == 0


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        ([0, 1], "vacancies_over"),
        ([0, 2], "people_twice"),
        ([1, 2, 3], "enterprises_over"),
        ([0, 0], "pairs_not_listed"),
        ([0, 9], "pairs_not_listed"),
    ],
)
def test_the_certificate_counts_what_is_too_much(plan: list[int], fault: str) -> None:
    pairs = Pairs(*(np.array(column) for column in ([1, 1, 2, 3], [7, 8, 7, 9], [9, 8, 7, 6], [3, 2, 1, 0])))
    seats = Seats(*(np.array(column) for column in ([1, 2, 3], [1, 1, 1], [5, 5, 5], [2, 2, 2])))
    certificate = certify(pairs, seats, np.array(plan))
    assert getattr(certificate, fault) == 1
    assert not certificate.holds


def test_large_markets_are_stable_within_seats_and_quotas() -> None:
    for number in range(20):
        market = random_market(number, people=90, vacancies=40, enterprises=6)
        pairs, seats = market.arrays()
        certificate = certify(pairs, seats, recommend(pairs, seats).pair)
        assert certificate.holds
        assert certificate.pairs_checked == len(market.pairs)


def test_the_place_counts_the_persons_own_order() -> None:
    market = Market(
        {(1, 7): (5, 2), (2, 7): (5, 9), (3, 7): (6, 2), (2, 8): (9, 0)},
        {1: 1, 2: 1, 3: 0},
        {1: 1, 2: 1, 3: 1},
        {1: 9},
    )
    pairs, seats = market.arrays()
    plan = recommend(pairs, seats)
    # 7 wishes for 2, then (equal wish, higher key) 3, which has no seat, then 1; 8 takes 2.
    assert list(zip(pairs.vacancy[plan.pair], pairs.person[plan.pair], plan.place, strict=True)) == [
        (1, 7, 3),
        (2, 8, 1),
    ]


def test_a_market_without_pairs_has_an_empty_plan() -> None:
    pairs, seats = Market({}, {1: 2}, {1: 1}, {1: 9}).arrays()
    plan = recommend(pairs, seats)
    assert (len(plan.pair), certify(pairs, seats, plan.pair).seats) == (0, 2)
    nothing = Market({}, {}, {}, {}).arrays()
    assert len(recommend(*nothing).pair) == 0


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        (([1], [1], [5], [2]), "no entry among the seats"),
        (([1, 1, 2], [1, 1, 1], [5, 5, 5], [2, 2, 2]), "stands twice"),
        (([1, 2], [1, 1], [5, 5], [2, 3]), "different quotas"),
    ],
)
def test_arrays_that_contradict_each_other_are_refused(seats: tuple[list[int], ...], said: str) -> None:
    pairs = Pairs(*(np.array(column) for column in ([1, 2], [7, 8], [9, 8], [3, 2])))
    with pytest.raises(PlanError, match=said):
        recommend(pairs, Seats(*(np.array(column) for column in seats)))
