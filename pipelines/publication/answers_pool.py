"""Ready answers for searching the pool: who may be found, and by what.

A search must never single anybody out, however many filters are tried one after the other. So whatever a filter looks
at belongs to a class of at least k people and not to the person: the generalised profile, the month from which the
class is available, and the occupations and skills that at least half of the class have. All members of a class answer
every filter alike.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipelines.publication.answers_matching import ANY, PROFILE, profile_of
from pipelines.publication.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

_PROFILE = ", ".join(PROFILE)
# Members of an order class are their sponsor's until they graduate: the sponsor meets them as candidates. So does every
# enterprise the few whom they leave alone in a class. A month names fewer people than a day; later rather than
# earlier, so that nobody is offered too soon.
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
    )"""


def pool_member_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Generalised rows of those who may be found, in key order.

    Raises:
        PublicationError: when a profile is shared by too few people to be shown.
    """
    _refuse_rare_profiles(warehouse, rules)
    sql = f"""{_classes(warehouse, rules)}
        select searchable.*, people.tie_no
        from searchable
        inner join {warehouse.relation("int_match_person")} as people on searchable.person_key = people.person_key
        order by searchable.person_key"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        profile = profile_of(row)
        year = None if profile["grad_year"] == ANY else int(profile["grad_year"])
        traits = (profile["major_class"], profile["major_category"], profile["tier"], year)
        month = None if row["month"] is None else row["month"].isoformat()
        places = (profile["level_band"], profile["region_city"], month)
        body = json.dumps(profile, ensure_ascii=False, separators=(",", ":"))
        yield (row["person_key"], row["tie_no"], *traits, *places, body)


def pool_code_rows(
    warehouse: Warehouse, rules: DisclosureRules, relation: str, code: str, condition: str
) -> Iterator[tuple[object, ...]]:
    """Codes by which members are found, in key order: those that at least half of a member's class have.

    Args:
        warehouse: where to read.
        rules: disclosure control.
        relation: of codes and people.
        code: its column.
        condition: which of its rows count.
    """
    sql = f"""{_classes(warehouse, rules)},
        held as (
            select distinct {code}, person_key from {warehouse.relation(relation)} as codes where {condition}
        ),
        common as (
            select held.{code}, {_PROFILE}, month
            from searchable inner join held on searchable.person_key = held.person_key
            group by held.{code}, {_PROFILE}, month
            having 2 * count(*) >= max(class_size)
        )
        select common.{code}, searchable.person_key
        from searchable inner join common
            on {_same("searchable", "common")} and searchable.month is not distinct from common.month
        order by common.{code}, searchable.person_key"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row[code], row["person_key"])


def pool_blocked_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Enterprises that never see a member, whatever the reason, in key order."""
    sql = f"""{_classes(warehouse, rules)}
        select distinct blocked.person_key, blocked.uscc
        from {warehouse.relation("int_pool_blocked")} as blocked
        inner join searchable on blocked.person_key = searchable.person_key
        order by blocked.person_key, blocked.uscc"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["person_key"], row["uscc"])


def _classes(warehouse: Warehouse, rules: DisclosureRules) -> str:
    names = ("int_pool_profile", "mart_reserve_talent_pool")
    return _CLASSES.format(
        **{name: warehouse.relation(name) for name in names},
        profile=_PROFILE,
        found_profile=", ".join(f"found.{name}" for name in PROFILE),
        same_profile=_same("found", "smallest"),
        k=rules.k_anonymity,
    )


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
