"""How each enterprise sees the same people: under ids and in an order of its own, so that two cannot join their lists.

The ids are remembered as long as there is room: one list names whom another has named.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pipelines.store.keys import KeyRing

_MOST: Final = 1 << 17
_ENTERPRISES: Final = 1024
_DRAW_BYTES: Final = 4


class CandidateNames:
    """Names people as each enterprise sees them."""

    def __init__(self, keys: KeyRing, *, most: int = _MOST) -> None:
        self._keys = keys
        self._most = most
        self._known: dict[tuple[str, str], str] = {}
        self.draw_of = lru_cache(_ENTERPRISES)(self._draw)

    def of(self, uscc: str, person_keys: Sequence[str]) -> list[str]:
        """Return people as one enterprise sees them, in the order given."""
        known = self._known
        named = [known.get((uscc, person_key)) for person_key in person_keys]
        if None in named:
            missing = [key for key, name in zip(person_keys, named, strict=True) if name is None]
            made = dict(zip(missing, self._keys.candidate_ids(uscc, missing), strict=True))
            if len(known) + len(made) > self._most:
                # Begun anew rather than pruned: what is asked for often comes back with the next pages.
                known = self._known = {}
            known.update({(uscc, person_key): name for person_key, name in made.items()})
            return [name or made[key] for key, name in zip(person_keys, named, strict=True)]
        return [name for name in named if name is not None]

    def _draw(self, uscc: str) -> tuple[int, int]:
        """Return what turns the draw of everybody into the draw of one enterprise: a factor, never 0, and a shift."""
        drawn = self._keys.derive(f"pool order {uscc}", 2 * _DRAW_BYTES)
        factor, shift = int.from_bytes(drawn[:_DRAW_BYTES]), int.from_bytes(drawn[_DRAW_BYTES:])
        # Half of it: a factor of 31 bits times a draw of 32 stays within SQLite's integers.
        return factor // 2 + 1, shift
