"""Texts as weighted bags of their signs and pairs of signs, with an index of which text holds which.

Weights are the usual ones: how often within the text, how rare among all, each text of length one.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_START, _END = "\x02", "\x03"


class NgramIndex:
    """Finds the texts that share signs with a title, and how alike two texts of the index are."""

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(_grams(text)) for text in texts]
        held_by = Counter(gram for bag in bags for gram in bag)
        self._place = {gram: place for place, gram in enumerate(held_by)}
        self._rarity = [math.log((1 + len(texts)) / (1 + count)) + 1 for count in held_by.values()]
        self._bags = [self._weighted(bag) for bag in bags]
        self._size = len(texts)
        self._postings = self._invert()

    def similar(self, text: str) -> Floats:
        """Return how alike a title is to each text of the index, 0 to 1."""
        found = np.zeros(self._size)
        for place, weight in zip(*self._weighted(Counter(_grams(text))), strict=True):
            texts, weights = self._postings[place]
            found[texts] += weight * weights
        return found

    def among(self, chosen: Places) -> Floats:
        """Return how alike some texts of the index are to each other."""
        bags = [self._bags[number] for number in chosen]
        rows = np.repeat(np.arange(len(bags)), [len(places) for places, _ in bags])
        columns = np.unique(np.concatenate([places for places, _ in bags]), return_inverse=True)[1]
        table = np.zeros((len(bags), int(columns.max()) + 1))
        table[rows, columns] = np.concatenate([weights for _, weights in bags])
        # Not `@`: BLAS wakes a thread per core for so small a table, and waits for them where cores are busy.
        alike: Floats = np.einsum("ij,kj->ik", table, table)
        return alike

    def _weighted(self, bag: Counter[str]) -> tuple[Places, Floats]:
        known = [(self._place[gram], count) for gram, count in bag.items() if gram in self._place]
        places = np.array([place for place, _ in known], dtype=np.int64)
        weights = np.array([(1 + math.log(count)) * self._rarity[place] for place, count in known])
        length = math.sqrt(float(weights @ weights)) if known else 1.0
        return places, weights / length

    def _invert(self) -> list[tuple[Places, Floats]]:
        places = np.concatenate([places for places, _ in self._bags])
        weights = np.concatenate([weights for _, weights in self._bags])
        texts = np.repeat(np.arange(self._size), [len(places) for places, _ in self._bags])
        order = np.argsort(places, kind="stable")
        ends = np.cumsum(np.bincount(places, minlength=len(self._place)))[:-1]
        return list(zip(np.split(texts[order], ends), np.split(weights[order], ends), strict=True))


def title_key(text: str) -> str:
    """Return what of a title counts: one width, one case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _grams(text: str) -> Iterator[str]:
    key = title_key(text)
    yield from key
    framed = f"{_START}{key}{_END}"
    yield from (framed[place : place + 2] for place in range(len(framed) - 1))
