"""The bound of the compiled engine: its vector passes alone, over a tile in the cache, where nobody reaches a list.

`python -m benchmarks.ways.matching_bound`. Every pair has to pass them; heaps, regions, filling of tiles and whatever
is read from memory come on top. One thread; with four skills asked, as vacancies of the made-up markets do on average.
"""

from __future__ import annotations

import json
import statistics
import time

import numpy as np
from numba import njit

from pipelines.matching.pool import SLOTS, Integers
from pipelines.matching.scan import BLOCK, add_skills, bound_scores, reaches
from pipelines.matching.tile import SIZE

_PLANES = 40
_ASKED = 4
_TIMES = 2000


def main() -> None:
    """Print the median nanoseconds of a pair."""
    rng = np.random.default_rng(1)
    planes = rng.integers(0, 3, (_PLANES, SIZE)).astype(np.uint8)
    base = rng.integers(0, 2**30, SIZE).astype(np.int32)
    skills = rng.integers(0, _PLANES, (_TIMES, SLOTS)).astype(np.int32)
    weights = np.where(np.arange(SLOTS) < _ASKED, 50, 0).astype(np.int32)
    _passes(planes, base, skills[:1], weights)
    took = []
    for _ in range(7):
        started = time.perf_counter()
        _passes(planes, base, skills, weights)
        took.append(time.perf_counter() - started)
    seconds = statistics.median(took)
    pair = seconds / _TIMES / SIZE
    print(
        json.dumps({"seconds": seconds, "ns_per_pair": round(1e9 * pair, 3), "million_pairs_per_s": round(1e-6 / pair)})
    )


@njit(nogil=True)
def _passes(planes: Integers, base: Integers, skills: Integers, weights: Integers) -> int:
    sums, bounds = np.zeros(SIZE, np.uint16), np.zeros((SIZE // BLOCK, BLOCK), np.int32)
    flat = bounds.reshape(-1)
    found = 0
    for vacancy in range(skills.shape[0]):
        add_skills(sums, planes, skills[vacancy], weights, 0, SIZE)
        bound_scores(flat, base, sums, 1000, 7, SIZE)
        for block in range(bounds.shape[0]):
            if reaches(bounds[block], 2**31 - 1):
                found += 1
    return found


if __name__ == "__main__":
    main()
