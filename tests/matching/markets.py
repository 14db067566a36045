"""Small made-up markets, and every stable plan of them by trying all, in plain Python."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

import numpy as np

from pipelines.matching.market import Pairs, Seats

Pair = tuple[int, int]
"""Vacancy and person."""

Order = tuple[int, int, int]


@dataclass(frozen=True)
class Market:
    """Who is listed where, with the key and the wish of each pair, and what the vacancies offer."""

    pairs: dict[Pair, tuple[int, int]]
    seats: dict[int, int]
    enterprise: dict[int, int]
    quota: dict[int, int]

    def arrays(self, chance: random.Random | None = None) -> tuple[Pairs, Seats]:
        """The market as arrays, in an order of rows of their own."""
        pairs, vacancies = list(self.pairs), list(self.seats)
        if chance:
            chance.shuffle(pairs)
            chance.shuffle(vacancies)
        rows = np.array([(*pair, *self.pairs[pair]) for pair in pairs], dtype=np.int64).reshape(-1, 4)
        offered = [(v, self.seats[v], self.enterprise[v], self.quota[self.enterprise[v]]) for v in vacancies]
        columns = np.array(offered, dtype=np.int64).reshape(-1, 4)
        return Pairs(*rows.T.copy()), Seats(*columns.T.copy())

    def person_order(self, pair: Pair) -> Order:
        """Higher is better for the person."""
        key, wish = self.pairs[pair]
        return wish, key, -pair[0]

    def enterprise_order(self, pair: Pair) -> tuple[int, int]:
        """Higher is better for the enterprise."""
        return self.pairs[pair][0], -pair[0]

    def chosen(self, offered: set[Pair]) -> set[Pair]:
        """What enterprises keep of all that is offered to them: best first while seats and quota last."""
        kept: set[Pair] = set()
        for pair in sorted(offered, key=self.enterprise_order, reverse=True):
            at_vacancy = sum(v == pair[0] for v, _ in kept)
            owner = self.enterprise[pair[0]]
            at_enterprise = sum(self.enterprise[v] == owner for v, _ in kept)
            if at_vacancy < self.seats[pair[0]] and at_enterprise < self.quota[owner]:
                kept.add(pair)
        return kept

    def is_stable(self, plan: set[Pair]) -> bool:
        """Whether enterprises keep all of the plan and would take nobody who would rather come to them."""
        own = {person: (vacancy, person) for vacancy, person in plan}
        if self.chosen(plan) != plan:
            return False
        for pair in self.pairs.keys() - plan:
            mine = own.get(pair[1])
            wants = mine is None or self.person_order(pair) > self.person_order(mine)
            if wants and pair in self.chosen(plan | {pair}):
                return False
        return True

    def stable_plans(self) -> list[set[Pair]]:
        """Every stable plan, by trying all."""
        people = sorted({person for _, person in self.pairs})
        choices = [[None, *(pair for pair in self.pairs if pair[1] == person)] for person in people]
        plans = ({pair for pair in choice if pair} for choice in itertools.product(*choices))
        return [plan for plan in plans if self.is_stable(plan)]


def random_market(number: int, *, people: int, vacancies: int, enterprises: int) -> Market:
    """A market with equal scores and wishes, sparse numbers, empty vacancies and quotas that bind."""
    chance = random.Random(number)  # noqa: S311 - made-up markets, not a secret
    seats = {10 * v + 3: chance.choice([0, 1, 1, 2, 3]) for v in range(vacancies)}
    persons = chance.sample(range(4294967291), people)
    pairs = {}
    for vacancy in seats:
        ties = chance.sample(range(100), people)
        for person, tie in zip(persons, ties, strict=True):
            if chance.random() < 0.7:
                score = chance.randint(0, 3)
                pairs[vacancy, person] = (score * 2**32 + 2**32 - 1 - tie, chance.randint(0, 2))
    enterprise = {vacancy: 100 + chance.randrange(enterprises) for vacancy in seats}
    quota = {owner: chance.choice([0, 1, 2, 2, 3, 9]) for owner in enterprise.values()}
    return Market(pairs, seats, enterprise, quota)
