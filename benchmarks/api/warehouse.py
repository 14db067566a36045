"""A made-up warehouse with what publication reads for the pool and for candidates, of any size.

The skew is assumed, not observed. Profiles are generalised in three steps, as dbt does it in more: none is shared by
fewer than ten. Reading it into an edition is publication's own work.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

MINE = "91990000MA0000001A"
WEIGHTS = {"skills": 45, "affinity": 15, "level": 15, "internship": 10, "distance": 10, "awards": 5}

_PEOPLE = """
create temp table person as
select i, md5('person' || i) as person_key, (i * 2654435761) % 4294967291 as tie_no,
    cast(floor(140 * power((hash(i, 'major') % 10000) / 10000, 1.6)) as integer) as major,
    2026 + hash(i, 'year') % 3 as year, (hash(i, 'level') % 10000) / 10000 as level,
    (hash(i, 'wish') % 10000) / 10000 as wish,
    hash(i, 'city') as city, cast(date '2026-07-01' + to_months(cast(hash(i, 'month') % 9 as integer)) as date)
        as available_from
from range({people}) as r(i)
"""
_PROFILE = """
create temp table row_of as
select i, person_key, printf('%04d', 4100 + major) as major_class, cast(1 + major // 8 as varchar) as major_category,
    ['secondary', 'technical', 'higher', 'bachelor'][1 + major % 4] as tier, cast(year as varchar) as grad_year,
    case when level < 0.6 then 'none' when level < 0.85 then 'skilled' else 'high_skilled' end as level_band,
    case when wish < 0.1 then 'none' when wish < 0.9 then '410000'
        else printf('%d0000', 11 + city % 20) end as region_province,
    case when wish < 0.1 then 'none' when wish < 0.9 then printf('41%02d00', 1 + city % 18)
        else printf('%d%02d00', 11 + city % 20, 1 + city % 7) end as region_city
from person
"""
_SHOWN = """
create table int_pool_profile as
with first as (
    select *, count(*) over (partition by major_class, major_category, tier, grad_year, level_band, region_province,
        region_city) as alike from row_of
),
second as (
    select *, count(*) over (partition by alike >= 10, major_class, tier, level_band, region_province) as less_alike
    from first
)
select person_key, true as is_shown,
    case when alike >= 10 then 1 when less_alike >= 10 then 2 else 3 end as rung,
    case when rung < 3 then major_class else '*' end as major_class,
    case when rung < 3 then major_category else '*' end as major_category,
    case when rung < 3 then tier else '*' end as tier,
    case when rung = 1 then grad_year else '*' end as grad_year,
    case when rung < 3 then level_band else '*' end as level_band,
    case when rung < 3 then region_province else '*' end as region_province,
    case when rung = 1 then region_city else '*' end as region_city
from second
"""
_AROUND = (
    """create table mart_reserve_talent_pool as
    select person_key, available_from, cast(null as varchar) as reserved_for_uscc from person""",
    "create table int_match_person as select person_key, tie_no from person",
    """create table int_person_occupation as
    select person_key,
        printf('%d-%02d-%02d-%02d', 1 + major % 8, 1 + major // 8, 1 + nth, 1 + major % 9) as occupation_code
    from person, range(8) as o(nth) where hash(i, 'o', nth) % 100 < 95 - 7 * nth""",
    """create table int_person_skill as
    select person_key, printf('skl-%d-%d', major, nth) as skill_code,
        hash(i, 's', nth) % 100 < 80 - 6 * nth as is_covered
    from person, range(8) as s(nth)""",
    """create table int_pool_blocked as
    select person_key, case when i % 3000 = 7 then '91990000MA0000001A' else '9199' || (i % 20011) end as uscc,
        'blocked_employer' as reason from person where i % 50 = 7 or i % 3000 = 7""",
)
_WEIGHTS = "create table stg_code_match_weights (weights_version integer, component varchar, weight integer)"
_MATCHES = """
create table mart_match as
select printf('v_%020d', v) as vacancy_id, rank, md5('person' || (hash(v, rank) % {people})) as person_key,
    950000 - rank * 3571 - v % 997 as score,
    5000 + hash(v, rank, 1) % 5001 as skills_points, 10000 as affinity_points,
    6000 + 2000 * (hash(v, rank, 2) % 3) as level_points, hash(v, rank, 3) % 10001 as internship_points,
    [4000, 8000, 10000][cast(1 + hash(v, rank, 4) % 3 as integer)] as distance_points, 0 as awards_points,
    [printf('skl-%d-%d', v % 140, rank % 8)] as skills_covered,
    [printf('skl-%d-%d', v % 140, (rank + 1) % 8)] as skills_assumed,
    [printf('skl-%d-%d', v % 140, (rank + 2) % 8)] as skills_missing, 1 as weights_version,
    'Rank ' || rank || ' with ' || score || ' points, 3571 above rank ' || (rank + 1) || '. Reached by the major. '
        || 'Skills ' || skills_points || ': has Welding; assumed, half: Metal forming; missing: Blueprint reading. '
        || 'Affinity 10000: major fully related. '
        || 'Level ' || level_points || ': one above the minimum. Internship ' || internship_points
        || ': 3 of 6 full months. Distance ' || distance_points || ': wished city. Awards 0: none in 3 years. '
        || '5 of 5 inputs known.' as reason_en,
    '第' || rank || '名，总分' || score || '，领先第' || (rank + 1) || '名3571分。经专业关联。技能' || skills_points
        || '：具备焊接；推定（计半）钣金成形；欠缺识图。专业相关度10000：专业对口。技能等级' || level_points
        || '：高出要求一级。实习' || internship_points || '：满3个月（6个月计满分）。地域' || distance_points
        || '：意向城市。获奖0：近3年无计分奖项。5项信息中已知5项。' as reason_zh
from range({vacancies}) as r(v), range(1, 51) as k(rank)
"""


def make_warehouse(path: Path, *, people: int, vacancies: int) -> None:
    """Write the warehouse; the same sizes give the same one."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set threads = 2; set memory_limit = '3GB'")
        for statement in (_PEOPLE.format(people=people), _PROFILE, _SHOWN, *_AROUND, _WEIGHTS):
            connection.execute(statement)
        weights = [(1, component, weight) for component, weight in WEIGHTS.items()]
        connection.executemany("insert into stg_code_match_weights values (?, ?, ?)", weights)
        connection.execute(_MATCHES.format(people=people, vacancies=vacancies))
