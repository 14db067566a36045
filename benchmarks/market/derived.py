"""SQL of the tables of a market that follow from others. What they follow from belongs in tables.py."""

from __future__ import annotations

import hashlib

DERIVED = """
create table int_match_reach as
with bits as (
    select reach.tie_no, reach.occupation_seq,
        bitstring_agg(case when person_skill.is_covered = 1 then skill.bit_position end, 0, 511) as covered_bits,
        bitstring_agg(skill.bit_position, 0, 511) as known_bits
    from reached as reach
    inner join int_match_person_skill as person_skill on reach.tie_no = person_skill.tie_no
    inner join int_match_skill as skill
        on reach.occupation_seq = skill.occupation_seq and person_skill.skill_no = skill.skill_no
    group by all
),
places as (
    select tie_no, wish_region as place from int_match_wish where wish_region % 100 > 0
    union all
    select tie_no, wish_region // 100 from int_match_wish where wish_region // 100 % 100 > 0
    union all
    select tie_no, wish_region // 10000 from int_match_wish
),
wished as (
    select tie_no, list(distinct place order by place) as wished_places from places group by all
)
select reach.*, person.* exclude (tie_no), wished.wished_places, bits.covered_bits, bits.known_bits
from reached as reach
inner join int_match_person as person on reach.tie_no = person.tie_no
left join wished on reach.tie_no = wished.tie_no
left join bits on reach.tie_no = bits.tie_no and reach.occupation_seq = bits.occupation_seq
order by reach.tie_no % 16, reach.occupation_seq, reach.tie_no;
drop table reached;
create table int_match_certificate as
select demand.vacancy_seq, permit.tie_no, count(distinct demand.kind_seq) as certificates_held
from int_match_demand as demand
inner join int_match_vacancy as vacancy on demand.vacancy_seq = vacancy.vacancy_seq
inner join int_match_permit as permit
    on demand.kind_seq = permit.kind_seq and vacancy.start_day between permit.from_day and permit.to_day
inner join int_match_reach as reach
    on permit.tie_no = reach.tie_no and vacancy.occupation_seq = reach.occupation_seq
group by all;
"""

# What a data frame joins; SQL and the compiled engine read the wishes. Not of a whole province: 99 million rows.
OF_FRAMES = """
create table frame_distance as
with regions as (select distinct work_region from int_match_vacancy),
hits as (
    select wish.tie_no, regions.work_region, 4000 as points from int_match_wish as wish
    inner join regions on wish.wish_region // 10000 = regions.work_region // 10000
    union all
    select wish.tie_no, regions.work_region, 8000 from int_match_wish as wish
    inner join regions on wish.wish_region // 100 = regions.work_region // 100
    where wish.wish_region // 100 % 100 > 0
    union all
    select wish.tie_no, regions.work_region, 10000 from int_match_wish as wish
    inner join regions on wish.wish_region = regions.work_region
    where wish.wish_region % 100 > 0
)
select tie_no, work_region, max(points) as distance_points from hits group by all;
"""

LAYOUT = hashlib.sha256((DERIVED + OF_FRAMES).encode()).hexdigest()[:6]
"""Changes with the derived tables."""
