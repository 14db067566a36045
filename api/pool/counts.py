"""How many people a search found, in the three ways an answer tells it."""

from typing import Any

Counts = dict[str, Any]


def exactly(people: int) -> Counts:
    """Counted to the last one."""
    return {"people": people, "exact": True, "text": str(people)}


def at_least(people: int) -> Counts:
    """As many and more."""
    return {"people": people, "exact": False, "text": f"{people}+"}


def too_few(threshold: int) -> Counts:
    """Fewer than may be told, maybe nobody."""
    return {"people": None, "exact": False, "text": f"<{threshold}"}
