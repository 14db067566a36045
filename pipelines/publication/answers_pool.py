"""Ready answers for searching the pool: who may be found, and by what.

A search must never single anybody out, however many filters are tried one after the other. So whatever a filter looks
at belongs to a class of at least k people and not to the person: the generalised profile, the month from which the
class is available, and the occupations and skills that at least half of the class have. All members of a class answer
every filter alike, which is why filters and counts are kept by class: see answers_pool_search.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.publication.answers_matching import ANY, PROFILE, profile_of
from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

_PROFILE = ", ".join(PROFILE)
# Members of an order class are their sponsor's until they graduate: the sponsor meets them as candidates. So does every
# enterprise the few whom they leave alone in a class. A month names fewer people than a day; later rather than
# earlier, so that nobody is offered too soon. Classes are numbered by lot, since the pool is shown in their order.
_CLASSES = """
    with found as (
        select profile.*,
            case when extract(day from pool.available_from) = 1 then pool.available_from
                else cast(date_trunc('month', pool.available_from) + interval 1 month as date) end as own_month
        from {int_pool_profile} as profile
        inner join {mart_reserve_talent_pool} as pool on profile.person_key = pool.person_key
        where profile.is_shown and pool.reserved_for_uscc is null
    ),
    months as (
        select {profile}, own_month, count(*) as members from found group by {profile}, own_month
    ),
    smallest as (
        select {profile}, min(members) as fewest, max(own_month) as latest from months group by {profile}
    ),
    classed as (
        select found.*, case when smallest.fewest >= {k} then found.own_month else smallest.latest end as month,
            count(*) over (partition by {found_profile}, month) as class_size
        from found inner join smallest on {same_profile}
    ),
    searchable as (
        select * from classed where class_size >= {k}
    ),
    classes as (
        select {profile}, month, count(*) as people,
            row_number() over (order by min(person_key)) as class_no
        from searchable group by {profile}, month
    ),
    members as (
        select searchable.*, classes.class_no
        from searchable inner join classes
            on {same_class} and searchable.month is not distinct from classes.month
    )"""


def pool_member_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Generalised rows of those who may be found, in key order.

    Raises:
        PublicationError: when a profile is shared by too few people to be shown.
    """
    _refuse_rare_profiles(warehouse, rules)
    sql = f"""{classes_sql(warehouse, rules)}
        select members.*, people.tie_no
        from members
        inner join {warehouse.relation("int_match_person")} as people on members.person_key = people.person_key
        order by members.person_key"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        profile = profile_of(row)
        year = None if profile["grad_year"] == ANY else int(profile["grad_year"])
        traits = (profile["major_class"], profile["major_category"], profile["tier"], year)
        places = (profile["level_band"], profile["region_city"], month_of(row))
        body = json.dumps(profile, ensure_ascii=False, separators=(",", ":"))
        yield (row["person_key"], row["tie_no"], row["class_no"], *traits, *places, body)


def pool_class_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """The classes with how many people each has and when they are available, in key order."""
    sql = f"{classes_sql(warehouse, rules)} select class_no, people, month from classes order by class_no"  # noqa: S608
    for row in warehouse.rows(sql):
        yield (row["class_no"], row["people"], month_of(row))


def pool_blocked_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Enterprises that never see a member, whatever the reason, in key order."""
    sql = f"""{classes_sql(warehouse, rules)}
        select distinct blocked.person_key, blocked.uscc
        from {warehouse.relation("int_pool_blocked")} as blocked
        inner join searchable on blocked.person_key = searchable.person_key
        order by blocked.person_key, blocked.uscc"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["person_key"], row["uscc"])


def classes_sql(warehouse: Warehouse, rules: DisclosureRules) -> str:
    """Return the `with` that ends in the relations `searchable`, `classes` and `members`."""
    names = ("int_pool_profile", "mart_reserve_talent_pool")
    return _CLASSES.format(
        **{name: warehouse.relation(name) for name in names},
        profile=_PROFILE,
        found_profile=", ".join(f"found.{name}" for name in PROFILE),
        same_profile=_same("found", "smallest"),
        same_class=_same("searchable", "classes"),
        k=rules.k_anonymity,
    )


def month_of(row: Mapping[str, Any]) -> str | None:
    """Return the first day from which a class is available, None where that is not told."""
    return None if row["month"] is None else str(row["month"].isoformat())


def _same(one: str, other: str) -> str:
    return " and ".join(f"{one}.{name} is not distinct from {other}.{name}" for name in PROFILE)


def _refuse_rare_profiles(warehouse: Warehouse, rules: DisclosureRules) -> None:
    sql = f"""
        select count(*) as profiles from (
            select {_PROFILE} from {warehouse.relation("int_pool_profile")} where is_shown
            group by {_PROFILE} having count(*) < {rules.k_anonymity})"""  # noqa: S608 our own names
    rare = next(warehouse.rows(sql))["profiles"]
    if rare:
        raise PublicationError(f"int_pool_profile: {rare} profiles are shared by fewer than {rules.k_anonymity} people")
