"""How many pairs an engine has to score: those that reach, level and start day leave."""

from __future__ import annotations

import numpy as np

from pipelines.matching.pool import RANKS, Market


def scored_pairs(market: Market) -> int:
    """Return the number of pairs that are left to score and to ask the other filters."""
    reach, vacancies = market.reach, market.vacancies
    pairs = 0
    for occupation in range(min(reach.start.size, vacancies.start.size) - 1):
        people = slice(reach.start[occupation], reach.start[occupation + 1])
        asked = slice(vacancies.start[occupation], vacancies.start[occupation + 1])
        for rank in range(RANKS):
            days = np.sort(reach.available_day[people][reach.ladder_rank[people] == rank])
            starts = vacancies.start_day[asked][vacancies.must_level[asked] <= rank]
            pairs += int(np.searchsorted(days, starts, side="right").sum())
    return pairs
