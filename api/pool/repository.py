"""What an edition says about the pool, asked through the enterprise's scope.

All members of a class answer every filter alike, and a class is found by its traits. How many people one value or a
pair of values finds is ready-made for everybody; those whom the caller never meets are few, and are taken off.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.paging import Found, OpenPage
from api.pool.counts import Counts, at_least, exactly, too_few
from api.pool.schemas import PoolFilter
from api.pool.traits import AVAILABLE_BY, Traits, held_by, traits_of
from api.problems import NoEdition
from api.scope import EnterpriseScope
from api.standing import Status
from api.statuses import as_it_stands, furthest
from data_contracts.model import Text

COUNTED_TO: Final = 1000
SMALLEST_GROUP: Final = 10
"""The threshold of an edition that does not name its own."""

_READY_UP_TO: Final = 2
_MANY_CLASSES: Final = 1500
_MANY_PEOPLE: Final = 10 * _MANY_CLASSES
"""Of so many the next classes are found soon by looking at every class; those of fewer people by their traits."""

_OLDER: Final = Text(
    "The edition in service was made before the pool was counted by class; run: talent run",
    "当前数据版本早于按组计数的人才库，请运行：talent run",
)
_THRESHOLD: Final = "select value from edition_info where key = 'threshold.k_anonymity'"
_READY: Final = (
    "select people from pool_count where filter_a = :filter_a and value_a = :value_a"
    " and filter_b = :filter_b and value_b = :value_b"
)
_LEFT_OUT: Final = "select count(*) as people from my_left_out p where true{held}"
_RAREST: Final = (
    "select t.key as filter from json_each(:traits) t left join pool_count n on n.filter_a = t.key"
    " and n.value_a = t.value and n.filter_b = '' and n.value_b = '' order by coalesce(n.people, 0) limit 1"
)
_NEXT_CLASSES: Final = (
    "select c.class_no, c.people from pool_class c where c.class_no >= :start{held} order by c.class_no limit :fetch"
)
_MEMBERS: Final = (
    "select p.class_no, p.place, p.person_key, p.profile"
    " from json_each(:classes) c cross join my_pool p on p.class_no = c.value"
    " where p.class_no > :after_class or p.place > :after_place order by p.class_no, p.place limit :fetch"
)


@dataclass(frozen=True, slots=True)
class PoolResult:
    """What a search shows: the people of the page, the counts of all who match, and why nobody is shown, if so."""

    people: list[Found]
    counts: Counts
    note: Text | None = None


def search(scope: EnterpriseScope, wanted: PoolFilter, page: OpenPage) -> PoolResult:
    """Return matching people class by class, in each by the enterprise's own lot, and how many match.

    A filter may act on what the generalised row hides, so too few who match are neither listed nor counted: that
    there is nobody is told no differently from that there is one.
    """
    _refuse_older(scope)
    smallest = _smallest_group(scope)
    traits = traits_of(scope, wanted)
    if traits is None:
        return _nobody(smallest)
    ready = _ready(scope, traits) if len(traits) <= _READY_UP_TO else None
    # None: so many that the next of them are found soon by looking at every class.
    classes = None if ready is not None and ready > _MANY_PEOPLE else _classes(scope, traits, most=_MANY_CLASSES)
    left_out = scope.rows("pool_left_out", _LEFT_OUT.format(held=held_by(traits, of="p")), **traits)[0]["people"]
    found = (_summed(scope, traits, classes or {}, left_out) if ready is None else ready) - left_out
    if found < smallest:
        return _nobody(smallest)
    counts = exactly(found) if ready is not None or found <= COUNTED_TO else at_least(COUNTED_TO)
    return PoolResult(_people(scope, traits, classes, page), counts)


def _nobody(smallest: int) -> PoolResult:
    if smallest <= 0:
        return PoolResult([], exactly(0))
    note = Text(f"Fewer than {smallest} people match; ask for less.", f"符合条件的不足 {smallest} 人，请放宽条件。")
    return PoolResult([], too_few(smallest), note)


def _summed(scope: EnterpriseScope, traits: Traits, classes: dict[int, int], left_out: int) -> int:
    """Return how many people there are in classes that have all traits, or in so many of them as tell enough."""
    if len(classes) == _MANY_CLASSES and sum(classes.values()) - left_out <= COUNTED_TO:
        classes = _classes(scope, traits, most=-1)
    return sum(classes.values())


def _ready(scope: EnterpriseScope, traits: Traits) -> int:
    (filter_a, value_a), (filter_b, value_b) = [*sorted(traits.items()), ("", ""), ("", "")][:_READY_UP_TO]
    names = {"filter_a": filter_a, "value_a": value_a, "filter_b": filter_b, "value_b": value_b}
    rows = scope.rows("pool_count", _READY, **names)
    return int(rows[0]["people"]) if rows else 0


def _classes(scope: EnterpriseScope, traits: Traits, *, most: int) -> dict[int, int]:
    """Return the classes that have all traits with how many people each has, or as many as are asked for."""
    searched = {name: value for name, value in traits.items() if name != AVAILABLE_BY}
    source = "from pool_class c where true"
    if searched:
        (rarest,) = (row["filter"] for row in scope.rows("pool_rarest", _RAREST, traits=json.dumps(searched)))
        source = (
            "from pool_trait d cross join pool_class c on c.class_no = d.class_no"
            f" where d.filter = '{rarest}' and d.value = :{rarest}"
        )
        traits = dict(sorted(traits.items(), key=lambda one: one[0] != rarest))
    sql = f"select c.class_no, c.people {source}{held_by(traits, of='c')} limit :most"
    return {row["class_no"]: row["people"] for row in scope.rows("pool_classes", sql, most=most, **traits)}


def _people(scope: EnterpriseScope, traits: Traits, classes: dict[int, int] | None, page: OpenPage) -> list[Found]:
    known = classes if classes is not None and len(classes) < _MANY_CLASSES else None
    met = furthest(scope.standing)
    after_class, after_place = page.after or (-1, -1)
    start, people = after_class, list[Found]()
    while len(people) < page.fetch and (batch := _next_classes(scope, traits, known, start, page.fetch)):
        values = {"classes": json.dumps(batch), "after_class": after_class, "after_place": after_place}
        rows = scope.rows("pool", _MEMBERS, fetch=page.fetch - len(people), **values)
        people += [([number, place], _member(scope, key, profile, met)) for number, place, key, profile in rows]
        start = batch[-1] + 1
    return people


def _next_classes(
    scope: EnterpriseScope, traits: Traits, known: dict[int, int] | None, start: int, fetch: int
) -> list[int]:
    """Return the next classes that have all traits, as many as hold a page beside the first, which is shown in part."""
    if known is None:
        sql = _NEXT_CLASSES.format(held=held_by(traits, of="c"))
        rows = scope.rows("pool_next_classes", sql, start=start, fetch=fetch, **traits)
        ahead = [(row["class_no"], row["people"]) for row in rows]
    else:
        ahead = sorted(one for one in known.items() if one[0] >= start)
    chosen, held = list[int](), 0
    for number, people in ahead:
        held += people if chosen else 0
        chosen.append(number)
        if held >= fetch:
            break
    return chosen


def _smallest_group(scope: EnterpriseScope) -> int:
    """Return how few people may be shown together, as it held when the edition was made."""
    rows = scope.rows("pool_threshold", _THRESHOLD)
    return int(rows[0]["value"]) if rows else SMALLEST_GROUP


def _refuse_older(scope: EnterpriseScope) -> None:
    """Refuse an edition in which people are not in classes yet.

    Raises:
        NoEdition: saying what to do.
    """
    if not scope.rows("tables", "select 1 from sqlite_master where type = 'table' and name = 'pool_count'"):
        raise NoEdition(_OLDER)


def _member(scope: EnterpriseScope, person_key: str, profile: str, met: Mapping[str, Status]) -> dict[str, Any]:
    shown = {"candidate_id": scope.candidate_id(person_key), "profile": json.loads(profile)}
    return as_it_stands(shown, met.get(person_key, "available"))
