"""The only source of randomness of the city.

Each room draws from its own named stream, so that one more draw in one room changes nothing in another.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """A seeded stream of draws."""

    def __init__(self, seed: int, *names: str) -> None:
        text = "/".join([str(seed), *names])
        self._random = random.Random(text)  # noqa: S311 - made-up data, nothing secret hangs on it

    def flip(self, share: float) -> bool:
        """Answer yes in `share` of the cases."""
        return self._random.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Take one of `items`, all equally likely."""
        return items[int(self._random.random() * len(items))]

    def weighted(self, weights: Mapping[Item, float]) -> Item:
        """Take one of the keys of `weights`."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """Take up to `count` different `items`."""
        return self._random.sample(list(items), min(count, len(items)))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return `items` in random order."""
        return self._random.sample(list(items), len(items))

    def number(self, low: int, high: int) -> int:
        """Draw an integer, both ends included."""
        return self._random.randint(low, high)

    def digits(self, count: int) -> str:
        """Draw `count` digits."""
        return str(self.number(0, 10**count - 1)).zfill(count)

    def day(self, first: date, last: date) -> date:
        """Draw a day, both ends included."""
        return first + timedelta(days=self.number(0, max(0, (last - first).days)))

    def amount(self, median: int, *, spread: float, step: int = 100) -> int:
        """Draw a log-normal amount of money, rounded to `step`."""
        return max(step, round(median * self._random.lognormvariate(0.0, spread) / step) * step)
