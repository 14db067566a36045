"""Vacancies in chunks of at most so many pairs: what a data frame can join at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from pipelines.matching.pool import Integers


def chunks(vacancy_occupation: Integers, reach_occupation: Integers, pairs: int) -> Iterator[slice]:
    """Yield the rows of vacancies that share a chunk; a vacancy alone may have more pairs."""
    last = int(max(vacancy_occupation.max(initial=0), reach_occupation.max(initial=0)))
    reached = np.bincount(reach_occupation, minlength=last + 1)[vacancy_occupation]
    chunk = np.cumsum(reached) // pairs
    starts = np.concatenate([[0], np.nonzero(np.diff(chunk))[0] + 1, [chunk.size]])
    for first, end in pairwise(starts.tolist()):
        yield slice(first, end)
