"""Lay the status of an introduction over a row as the edition shows it: for lists, pages, export and changes alike.

Every route that shows a candidate to an enterprise makes the row from the edition and hands it through
`as_it_stands(row, scope.standing.of(vacancy_id, person_key))`; one of the pool takes its status from `furthest`. So
a withdrawal works everywhere with the next request. What the ledger says is read in `standing`; who is out of the
pool is not in `my_pool` at all, and `scope.stamp` changes with any of it.
"""

from collections.abc import Mapping
from typing import Any, Final

from api.standing import Standing, Status

NAMES: Final = frozenset({"candidate_id", "vacancy_id", "rank"})
"""What is left of a candidate who withdrew: enough to strike the row out, and nothing of the person."""

_ORDER: Final[tuple[Status, ...]] = ("withdrawn", "available", "introduced", "consented")


def as_it_stands(row: Mapping[str, Any], status: Status) -> dict[str, Any]:
    """Return a row with its status; of who withdrew its other members are null."""
    if status != "withdrawn":
        return {**row, "status": status}
    return {name: value if name in NAMES else None for name, value in row.items()} | {"status": status}


def furthest(standing: Standing) -> dict[str, Status]:
    """Return how far it has come with each person who was ever asked for, whatever the vacancy.

    Who withdrew from one vacancy and stays in the pool may be met for another: available.
    """
    found: dict[str, Status] = {}
    for (_, person_key), status in standing.introduced.items():
        found[person_key] = max(found.get(person_key, "available"), status, key=_ORDER.index)
    return found
