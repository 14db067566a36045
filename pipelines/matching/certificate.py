"""Certify a plan: count what would make it unstable or too large, pair by pair. Shares no code with what made it.

A certificate speaks of the lists only. A pair is blocking when the person prefers it to what the plan gives them and
the enterprise gains by it: the vacancy has a free seat and the enterprise one under its quota, or the pair comes
before the worst pair that it displaces (of the vacancy if that is full, of the enterprise if its quota is used up).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.matching.market import Integers, Pairs, Seats

_CHUNK = 1 << 20
_NEVER = np.iinfo(np.int64).max
_ALWAYS = np.iinfo(np.int64).min

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was counted. The plan is good when every count after `recommended` is 0.

    Attributes:
        pairs_checked: Pairs of the lists, each of which was looked at.
        people: Persons among them.
        vacancies: Vacancies with an entry among the seats, listed or not.
        seats: Their seats.
        recommended: Pairs of the plan.
        blocking_pairs: Pairs that would break it.
        people_twice: Persons with more than one pair of the plan.
        vacancies_over: Vacancies with more pairs than seats.
        enterprises_over: Enterprises with more pairs than their quota.
        pairs_not_listed: Pairs of the plan that stand on no list, or twice.
    """

    pairs_checked: int
    people: int
    vacancies: int
    seats: int
    recommended: int
    blocking_pairs: int
    people_twice: int
    vacancies_over: int
    enterprises_over: int
    pairs_not_listed: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found against the plan."""
        found = (self.blocking_pairs, self.people_twice, self.vacancies_over, self.enterprises_over)
        return not any((*found, self.pairs_not_listed))


def certify(pairs: Pairs, seats: Seats, recommended: Integers) -> Certificate:
    """Check a plan, given as positions in `pairs`."""
    listed = (recommended >= 0) & (recommended < len(pairs.person))
    plan = np.unique(recommended[listed])
    sides = _Sides.of(pairs, seats, plan)
    blocking = sum(_blocking(pairs, sides, start) for start in range(0, len(pairs.person), _CHUNK))
    _, times = np.unique(pairs.person[plan], return_counts=True)
    return Certificate(
        pairs_checked=len(pairs.person),
        people=_different(pairs.person),
        vacancies=len(seats.vacancy),
        seats=int(np.maximum(seats.seats, 0).sum()),
        recommended=len(plan),
        blocking_pairs=blocking,
        people_twice=int(np.count_nonzero(times > 1)),
        vacancies_over=int(np.count_nonzero(sides.taken > np.maximum(sides.seats, 0))),
        enterprises_over=int(np.count_nonzero(sides.used > np.maximum(sides.quota, 0))),
        pairs_not_listed=len(recommended) - len(plan),
    )


def _different(values: Integers) -> int:
    """Count the different values; sorting millions of them is several times faster than `np.unique`."""
    in_order = np.sort(values)
    return int(np.count_nonzero(in_order[1:] != in_order[:-1])) + (len(values) > 0)


def positions(pairs: Pairs, vacancy: Integers, person: Integers) -> Integers:
    """Return where each pair, named by vacancy and person, stands in `pairs`; -1 when it is none of them."""
    people, who = np.unique(person, return_inverse=True)
    places, where = np.unique(vacancy, return_inverse=True)
    if not len(people):
        return np.zeros(0, dtype=np.int64)
    at_person = np.minimum(np.searchsorted(people, pairs.person), len(people) - 1)
    at_vacancy = np.minimum(np.searchsorted(places, pairs.vacancy), len(places) - 1)
    named = np.flatnonzero((people[at_person] == pairs.person) & (places[at_vacancy] == pairs.vacancy))
    codes = at_vacancy[named] * len(people) + at_person[named]
    order = np.argsort(codes, kind="stable")
    wanted = where * len(people) + who
    if not len(codes):
        return np.full(len(wanted), -1, dtype=np.int64)
    found = np.minimum(np.searchsorted(codes[order], wanted), len(codes) - 1)
    position: Integers = np.where(codes[order][found] == wanted, named[order][found], -1)
    return position


@dataclass(frozen=True, slots=True)
class _Sides:
    """What each side has by the plan: vacancies and persons in order of their numbers, enterprises likewise."""

    vacancy: Integers
    seats: Integers
    taken: Integers
    worst_key: Integers
    enterprise: Integers
    quota: Integers
    used: Integers
    enterprise_worst_key: Integers
    enterprise_worst_vacancy: Integers
    person: Integers
    own: Integers

    @classmethod
    def of(cls, pairs: Pairs, seats: Seats, plan: Integers) -> _Sides:
        """Add up the plan."""
        by_vacancy = np.argsort(seats.vacancy, kind="stable")
        vacancy = seats.vacancy[by_vacancy]
        enterprises, enterprise = np.unique(seats.enterprise[by_vacancy], return_inverse=True)
        quota = np.full(len(enterprises), _NEVER)
        np.minimum.at(quota, enterprise, seats.quota[by_vacancy])
        where = np.searchsorted(vacancy, pairs.vacancy[plan])
        worst_key = np.full(len(vacancy), _NEVER)
        np.minimum.at(worst_key, where, pairs.key[plan])
        of_enterprise = enterprise[where]
        enterprise_worst = np.full(len(enterprises), _NEVER)
        np.minimum.at(enterprise_worst, of_enterprise, pairs.key[plan])
        # Of equal keys the larger vacancy is the worse one.
        equal = pairs.key[plan] == enterprise_worst[of_enterprise]
        worst_vacancy = np.full(len(enterprises), _ALWAYS)
        np.maximum.at(worst_vacancy, of_enterprise[equal], pairs.vacancy[plan][equal])
        by_person = plan[np.argsort(pairs.person[plan], kind="stable")]
        return cls(
            vacancy=vacancy,
            seats=seats.seats[by_vacancy],
            taken=np.bincount(where, minlength=len(vacancy)),
            worst_key=worst_key,
            enterprise=enterprise,
            quota=quota,
            used=np.bincount(of_enterprise, minlength=len(enterprises)),
            enterprise_worst_key=enterprise_worst,
            enterprise_worst_vacancy=worst_vacancy,
            person=pairs.person[by_person],
            own=by_person,
        )


def _blocking(pairs: Pairs, sides: _Sides, start: int) -> int:
    """Count the blocking pairs among those from `start` on: the person is asked where the enterprise would gain."""
    wanted = start + np.flatnonzero(_enterprise_gains(pairs, sides, slice(start, start + _CHUNK)))
    return int(np.count_nonzero(_person_gains(pairs, sides, wanted)))


def _person_gains(pairs: Pairs, sides: _Sides, part: Integers) -> Flags:
    """Whether each pair is strictly better for its person than the pair of the plan, or the plan has none."""
    person, wish = pairs.person[part], pairs.wish[part]
    key, vacancy = pairs.key[part], pairs.vacancy[part]
    if not len(sides.person):
        return np.ones(len(person), dtype=np.bool_)
    found = np.minimum(np.searchsorted(sides.person, person), len(sides.person) - 1)
    has_one = sides.person[found] == person
    own = sides.own[found]
    own_wish, own_key, own_vacancy = pairs.wish[own], pairs.key[own], pairs.vacancy[own]
    nearer = (key > own_key) | ((key == own_key) & (vacancy < own_vacancy))
    better = (wish > own_wish) | ((wish == own_wish) & nearer)
    gains: Flags = ~has_one | better
    return gains


def _enterprise_gains(pairs: Pairs, sides: _Sides, part: slice) -> Flags:
    """Whether the enterprise of each pair would take the person at the cost of the worst it must then let go."""
    key, vacancy = pairs.key[part], pairs.vacancy[part]
    where = np.searchsorted(sides.vacancy, vacancy)
    owner = sides.enterprise[where]
    worst, worst_vacancy = sides.enterprise_worst_key[owner], sides.enterprise_worst_vacancy[owner]
    before_worst = (key > worst) | ((key == worst) & (vacancy < worst_vacancy))
    full = sides.taken[where] >= sides.seats[where]
    used_up = sides.used[owner] >= sides.quota[owner]
    has_room = (sides.seats[where] > 0) & (sides.quota[owner] > 0)
    gains: Flags = has_room & np.where(full, key > sides.worst_key[where], ~used_up | before_worst)
    return gains
