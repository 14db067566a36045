"""Classes, traits and counts of a pool made by hand: counted one by one, not as publication does it in SQL."""

import json
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

Rows = list[tuple[object, ...]]
Trait = tuple[str, str]


def traits_of(member: tuple[object, ...], codes: Iterable[Trait]) -> frozenset[Trait]:
    """By which values of which filters a person is found, apart from the day."""
    profile = json.loads(str(member[-1]))
    found = set(codes)
    if profile["major_class"] != "*":
        found.add(("major_class", profile["major_class"]))
    bands = {"skilled": ["skilled"], "high_skilled": ["skilled", "high_skilled"]}.get(profile["level_band"], [])
    found |= {("min_level", band) for band in bands}
    for place in (profile["region_city"], profile["region_province"]):
        if place.isdigit():
            found |= {("region", code) for code in (place, place[:4] + "00", place[:2] + "0000", "000000")}
    return frozenset(found)


def in_classes(people: list[tuple[tuple[object, ...], frozenset[Trait]]]) -> dict[str, Rows]:
    """Return the rows of `pool_member` with their class, and those of the tables made of it.

    Args:
        people: Row of `pool_member` without the class, and traits.
    """
    alike = [(traits, None if row[-2] in (None, "*") else str(row[-2]), row[-1]) for row, traits in people]
    number = {one: 1 + n for n, one in enumerate(sorted(set(alike), key=repr))}
    months = {day for _, day, _ in alike if day is not None}
    counts: Counter[tuple[str, ...]] = Counter()
    for traits, day, _ in alike:
        ways = sorted(traits | {("available_by", month) for month in months if day is not None and day <= month})
        counts["", "", "", ""] += 1
        counts.update((*way, "", "") for way in ways)
        counts.update((*one, *other) for one, other in combinations(ways, 2) if one[0] != other[0])
    members = [(*row[:2], number[one], *row[2:]) for (row, _), one in zip(people, alike, strict=True)]
    sizes = Counter(number[one] for one in alike)
    return {
        "pool_member": members,
        "pool_class": sorted((n, sizes[n], day) for (_, day, _), n in number.items()),
        "pool_trait": sorted((*trait, n) for (traits, _, _), n in number.items() for trait in traits),
        "pool_count": sorted((*key, people) for key, people in counts.items()),
    }
