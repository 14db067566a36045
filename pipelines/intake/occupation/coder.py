"""Code job titles by their nearest known titles and official names of occupations.

The nearest forty vote. A ridge regression over them weighs the votes, so that ten titles of one kind do not count
ten times and a lone wrong label is outvoted; an occupation is carried by the votes for its small group, too.
How far a vote can be trusted belongs in `confidence`, what the door makes of it in `pipelines.intake.normalise.derive`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from pipelines.intake.occupation.ngrams import NgramIndex

SMALL_GROUP = len("6-31-01")
"""How many signs of a code name its small group."""

_NEAREST = 40
_SMOOTHING = 1.0
_GROUP_SHARE = 0.5
_VOTE_UNIT = 10_000


class TitleCoder:
    """Votes for the occupation of a title, out of texts with a code: titles and official names alike."""

    def __init__(self, known: Sequence[tuple[str, str]]) -> None:
        self._codes = [code for _, code in known]
        self._index = NgramIndex([text for text, _ in known])

    def votes(self, title: str, *, most: int) -> list[tuple[str, int]]:
        """Return the likeliest occupations with their votes in ten-thousandths, the most first.

        Empty when nothing known is like the title.
        """
        alike = self._index.similar(title)
        nearest = np.argsort(-alike, kind="stable")[:_NEAREST]
        nearest = nearest[alike[nearest] > 0]
        if not nearest.size:
            return []
        weights = np.linalg.solve(self._index.among(nearest) + _SMOOTHING * np.eye(nearest.size), alike[nearest])
        votes = self._counted(nearest.tolist(), weights.tolist())
        return sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:most]

    def _counted(self, nearest: list[int], weights: list[float]) -> dict[str, int]:
        own: defaultdict[str, float] = defaultdict(float)
        group: defaultdict[str, float] = defaultdict(float)
        for number, weight in zip(nearest, weights, strict=True):
            code = self._codes[number]
            own[code] += weight
            group[code[:SMALL_GROUP]] += weight
        return {
            code: max(0, round((votes + _GROUP_SHARE * group[code[:SMALL_GROUP]]) * _VOTE_UNIT))
            for code, votes in own.items()
        }
