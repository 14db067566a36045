"""Ready answers for searching the pool: by which filters a class is found, and how many people each filter finds.

A trait is one value of one filter; a class is found by all its traits. From them come the counts of every value and of
every pair of values, so that the API looks up what it would have to count. Who is in a class: see answers_pool.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.publication.answers_matching import ANY
from pipelines.publication.answers_pool import classes_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.publication.disclosure.rules import DisclosureRules
    from pipelines.publication.warehouse import Warehouse

_CODE = "^[0-9]{6}$"
# A region finds what lies under it, so a place is found by its own code, its city's, its province's and by all of them.
# A band finds the bands above it. A skill that is only assumed from a major is not one that can be searched for.
_TRAITS = """,
    held as (
        select distinct 'occupation' as filter, occupation_code as value, person_key from {int_person_occupation}
        union all
        select distinct 'skill', skill_code, person_key from {int_person_skill} where is_covered
    ),
    places as (
        select class_no, unnest([region_city, region_province]) as place from classes
    ),
    traits as (
        select held.filter, held.value, members.class_no
        from members inner join held on members.person_key = held.person_key
        group by held.filter, held.value, members.class_no
        having 2 * count(*) >= max(members.class_size)
        union all
        select distinct 'region', unnest([place, place[:4] || '00', place[:2] || '0000', '000000']), class_no
        from places where regexp_matches(place, '{code}')
        union all
        select 'major_class', major_class, class_no from classes where major_class <> '{any}'
        union all
        select 'min_level', level_band, class_no from classes where level_band in ('skilled', 'high_skilled')
        union all
        select 'min_level', 'skilled', class_no from classes where level_band = 'high_skilled'
    )"""
# Who is available by a month is so by every later one.
_COUNTS = """,
    ways as (
        select traits.filter, traits.value, classes.class_no, classes.people
        from traits inner join classes on traits.class_no = classes.class_no
        union all
        select 'available_by', cast(months.month as varchar), classes.class_no, classes.people
        from classes inner join (select distinct month from classes) as months on classes.month <= months.month
    )
    select '' as filter_a, '' as value_a, '' as filter_b, '' as value_b, coalesce(sum(people), 0) as people from classes
    union all
    select filter, value, '', '', sum(people) from ways group by filter, value
    union all
    select one.filter, one.value, other.filter, other.value, sum(one.people)
    from ways as one inner join ways as other on one.class_no = other.class_no and one.filter < other.filter
    group by one.filter, one.value, other.filter, other.value
    order by all"""


def pool_trait_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Filter, value and class that it finds, in key order; when a class is available is a column of its own."""
    sql = f"{_traits(warehouse, rules)} select filter, value, class_no from traits order by all"  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["filter"], row["value"], row["class_no"])


def pool_count_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """How many people no filter, each filter's values and each pair of filters' values find, in key order.

    What nobody is found by has no row.
    """
    for row in warehouse.rows(_traits(warehouse, rules) + _COUNTS):
        yield (row["filter_a"], row["value_a"], row["filter_b"], row["value_b"], int(row["people"]))


def _traits(warehouse: Warehouse, rules: DisclosureRules) -> str:
    relations = {name: warehouse.relation(name) for name in ("int_person_occupation", "int_person_skill")}
    return classes_sql(warehouse, rules) + _TRAITS.format(**relations, any=ANY, code=_CODE)
