"""Seeded draws of whole columns: picks, numbers, days, gaps and pseudonyms. What they mean belongs in the feeds."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_EPOCH = dt.date(1970, 1, 1)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Draws:
    """One stream of draws; each feed has its own, so that one draw more in a feed changes no other."""

    def __init__(self, seed: int, name: str) -> None:
        self._generator = np.random.default_rng([seed, zlib.crc32(name.encode())])

    def share(self, count: int) -> NDArray[np.float64]:
        """Draw numbers from 0 up to 1."""
        return self._generator.random(count)

    def yes(self, share: float, count: int) -> NDArray[np.bool_]:
        """Answer yes in `share` of the rows."""
        return self.share(count) < share

    def whole(self, low: int, high: int, count: int) -> Numbers:
        """Draw integers, both ends included."""
        return self._generator.integers(low, high + 1, count)

    def places(self, size: int, count: int, *, skew: float = 0.0) -> Numbers:
        """Draw places in a list of `size`; with skew the first places are drawn most, as 1 / rank ** skew."""
        weights = np.cumsum(np.arange(1, size + 1, dtype=np.float64) ** -skew)
        drawn: Numbers = np.searchsorted(weights, self.share(count) * weights[-1], side="right")
        return drawn.clip(0, size - 1)

    def some_of(self, size: int, count: int) -> Numbers:
        """Draw `count` different places in a list of `size`."""
        return self._generator.permutation(size)[:count]

    def pick(self, values: Sequence[str | int | None], count: int, *, skew: float = 0.0) -> pl.Series:
        """Draw values of a list."""
        return pl.Series(values, strict=False).gather(self.places(len(values), count, skew=skew))

    def days(self, first: dt.date, last: dt.date, count: int) -> pl.Series:
        """Draw days, both ends included."""
        return days(self.whole((first - _EPOCH).days, (last - _EPOCH).days, count))

    def known(self, values: pl.Series | Numbers, share: float) -> pl.Series:
        """Keep `share` of the values; the others are unknown."""
        series = pl.Series(values)
        return series.set(pl.Series(self.yes(1 - share, series.len())), None)


def days(since_epoch: Numbers) -> pl.Series:
    """Return days from their numbers since 1970-01-01."""
    return pl.Series(since_epoch.astype(np.int32)).cast(pl.Date)


def pseudonyms(numbers: Numbers, kind: str) -> pl.Series:
    """Return 32 hex digits per number, equal for equal numbers of one kind."""
    start = numbers.astype(np.uint64) * np.uint64(2) + np.uint64(zlib.crc32(kind.encode())) * np.uint64(2**32)
    halves = np.stack([_mixed(start), _mixed(start + np.uint64(1))], axis=1)
    return pl.Series(halves.view("V16").ravel().tolist(), dtype=pl.Binary).bin.encode("hex")


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of numbers (splitmix64); no two numbers meet."""
    mixed = numbers + _MIX[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX[1]
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX[2]
    return mixed ^ (mixed >> np.uint64(31))
