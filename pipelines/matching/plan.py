"""The recommended plan: student-proposing deferred acceptance over the lists. Nobody is assigned by it.

Every person turns to the vacancies that list them, best wish first. The enterprise of the vacancy keeps, of all that
turned to it, the best by key, as many as each vacancy has seats and as its quota allows over all its vacancies
together; whom it lets go turns to the next vacancy of theirs. Keeping the best under seats within a quota is a choice
that is substitutable (a greedy choice on a laminar matroid): nobody once let go is wanted back. Hence

- the plan is *stable*: no person and vacancy of the lists would both gain by leaving it, where an enterprise gains
  when the vacancy has a free seat and the quota is not used up, or when the person comes before the worst it keeps,
  in the vacancy if that is full, over all its vacancies if the quota is;
- of all stable plans it is the one that is best for every person at once, so the order of rows changes nothing.

`certificate.py` checks the first claim with code of its own; how a side orders its pairs is said in market.py.
"""

from __future__ import annotations

import numpy as np

from pipelines.matching.kept import NOBODY, defer, empty_kept
from pipelines.matching.market import Integers, Pairs, Plan, Seats
from pipelines.matching.numbering import number_values, order_by_wish


class PlanError(ValueError):
    """The arrays do not describe one market."""


def recommend(pairs: Pairs, seats: Seats) -> Plan:
    """Return the plan that is stable and best for the persons.

    Raises:
        PlanError: A pair names a vacancy that has no seats entry, a vacancy stands twice, or quotas contradict.
    """
    by_vacancy = np.argsort(seats.vacancy, kind="stable")
    vacancy = _positions(pairs.vacancy, seats.vacancy[by_vacancy])
    person, people = number_values(pairs.person)
    order, starts = order_by_wish(person, people, pairs.wish, pairs.key, vacancy)
    enterprise, enterprises = number_values(seats.enterprise[by_vacancy])
    quota = _quotas(seats.quota[by_vacancy], enterprise, enterprises)
    # In the persons' order from here on: what is read one after the other lies side by side.
    kept = empty_kept(pairs.key[order], vacancy[order], seats.seats[by_vacancy], enterprise, quota)
    last = defer(starts, person[order], kept)
    placed = np.flatnonzero(last != NOBODY)
    pair = order[last[placed]]
    sorting = np.lexsort((-pairs.key[pair], vacancy[pair]))
    return Plan(pair=pair[sorting], place=(last[placed] - starts[placed] + 1)[sorting])


def _positions(names: Integers, known: Integers) -> Integers:
    """Return where each vacancy stands among the sorted known ones."""
    if np.any(known[1:] == known[:-1]):
        raise PlanError("a vacancy stands twice among the seats")
    if not len(names):
        return np.zeros(0, dtype=np.int64)
    if not len(known):
        raise PlanError("there are pairs, but no seats")
    found = np.searchsorted(known, names)
    found[found == len(known)] = 0
    if np.any(known[found] != names):
        raise PlanError("a pair names a vacancy that has no entry among the seats")
    return found


def _quotas(quota: Integers, enterprise: Integers, enterprises: int) -> Integers:
    quotas = np.zeros(enterprises, dtype=np.int64)
    quotas[enterprise] = quota
    if np.any(quotas[enterprise] != quota):
        raise PlanError("vacancies of one enterprise name different quotas")
    return quotas
