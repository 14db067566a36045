"""Person rows made alike until each is shared by enough people. Which numbers are too small belongs in disclosure.py."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANY = "*"
Traits: TypeAlias = tuple[str, ...]


def generalise(people: Mapping[str, Traits], give_up: Sequence[int], k: int) -> dict[str, Traits]:
    """Replace traits by `*`, in a fixed order, until every combination is shared by at least k people.

    Only the rows of combinations that are still too rare give a trait up, so common ones keep theirs. People who
    cannot be hidden among k others even with every trait given up are left out.

    Args:
        people: traits by person, all of one length.
        give_up: positions of traits in the order in which they are given up.
        k: how many people must share a combination.

    Returns:
        Traits by person, for those who may be shown.
    """
    shown = dict(people)
    for position in (*give_up, None):
        shared_by = Counter(shown.values())
        rare = [person for person, traits in shown.items() if shared_by[traits] < k]
        if not rare:
            return shown
        if position is None:
            return {person: traits for person, traits in shown.items() if shared_by[traits] >= k}
        for person in rare:
            traits = shown[person]
            shown[person] = (*traits[:position], ANY, *traits[position + 1 :])
    return shown
