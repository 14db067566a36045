with people as (
    select * from {{ ref('int_supply_person') }}
),

member_reach as (
    select * from {{ ref('int_person_occupation') }}
),

crosswalk as (
    select * from {{ ref('stg_code_major_occupation') }}
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and (expiry is null or expiry >= {{ as_of_date() }})
),

levels as (
    select
        person_key,
        occupation_code,
        max(ladder_rank) as ladder_rank
    from certificates
    group by person_key, occupation_code
),

-- A certificate or an internship in the occupation itself says as much as the best affinity.
weighted as (
    select
        person_key,
        occupation_code,
        reach,
        ladder_rank,
        case when reach = 'major' then affinity else 10000 end as weight
    from member_reach
    union all
    select
        people.person_key,
        crosswalk.occupation_code,
        'major' as reach,
        coalesce(levels.ladder_rank, 0) as ladder_rank,
        crosswalk.affinity as weight
    from people
    inner join crosswalk on people.major_code = crosswalk.major_code
    left join levels
        on people.person_key = levels.person_key
        and crosswalk.occupation_code = levels.occupation_code
    where not people.is_member
),

totals as (
    select
        person_key,
        sum(weight) as weight_in_all
    from weighted
    group by person_key
)

select
    weighted.occupation_code,
    weighted.ladder_rank,
    people.region_code,
    people.is_member,
    people.finishing_year,
    count(*) as people,
    cast(sum({{ int_div('10000 * weighted.weight', 'cast(totals.weight_in_all as bigint)') }}) as bigint) as points,
    {% for way in ['major', 'certificate', 'internship'] -%}
    cast(sum(case when weighted.reach = '{{ way }}' then 1 else 0 end) as bigint) as by_{{ way }},
    {% endfor -%}
    cast(sum(case when people.is_region_assumed then 1 else 0 end) as bigint) as region_assumed
from weighted
inner join totals on weighted.person_key = totals.person_key
inner join people on weighted.person_key = people.person_key
group by weighted.occupation_code, weighted.ladder_rank, people.region_code, people.is_member, people.finishing_year
