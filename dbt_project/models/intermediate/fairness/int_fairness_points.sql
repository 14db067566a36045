{% set slots = range(1, 9) %}

with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

person_skills as (
    select * from {{ ref('int_match_person_skill') }}
),

dictionary as (
    select * from {{ ref('int_match_skill') }}
),

demand as (
    select
        occupation_seq,
        count(*) as vacancy_count,
        sum(case when skill_weight = 0 then 1 else 0 end) as without_skills
    from vacancies
    group by occupation_seq
),

levels_asked as (
    select
        occupation_seq,
        min_level,
        count(*) as vacancy_count
    from vacancies
    group by occupation_seq, min_level
),

places as (
    select
        occupation_seq,
        work_region,
        points_same_county,
        points_same_city,
        points_same_province,
        count(*) as vacancy_count
    from vacancies
    group by occupation_seq, work_region, points_same_county, points_same_city, points_same_province
),

-- What covering a skill in full adds to the points of a vacancy, in thousandths and halved: an assumed one adds it once.
asked as (
    {% for slot in slots -%}
    select
        occupation_seq,
        k{{ slot }} as bit_position,
        {{ int_div('5000000 * w' ~ slot, 'skill_weight') }} as worth
    from vacancies
    where w{{ slot }} > 0
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

skill_worth as (
    select
        dictionary.occupation_seq,
        dictionary.skill_no,
        sum(asked.worth) as worth
    from asked
    inner join dictionary
        on asked.occupation_seq = dictionary.occupation_seq
        and asked.bit_position = dictionary.bit_position
    group by dictionary.occupation_seq, dictionary.skill_no
),

skill_points as (
    select
        reach.tie_no,
        reach.occupation_seq,
        sum(skill_worth.worth * (1 + person_skills.is_covered)) as thousandths
    from reach
    inner join skill_worth on reach.occupation_seq = skill_worth.occupation_seq
    inner join person_skills
        on reach.tie_no = person_skills.tie_no
        and skill_worth.skill_no = person_skills.skill_no
    group by reach.tie_no, reach.occupation_seq
),

level_sums as (
    select
        reach.tie_no,
        reach.occupation_seq,
        sum(vacancies.vacancy_count * {{ level_points() }}) as points
    from reach
    inner join levels_asked as vacancies on reach.occupation_seq = vacancies.occupation_seq
    group by reach.tie_no, reach.occupation_seq
),

distance_sums as (
    select
        reach.tie_no,
        reach.occupation_seq,
        sum(vacancies.vacancy_count * {{ distance_points() }}) as points
    from reach
    inner join places as vacancies on reach.occupation_seq = vacancies.occupation_seq
    group by reach.tie_no, reach.occupation_seq
)

select
    reach.tie_no,
    reach.occupation_seq,
    cast({{ int_div(
        'coalesce(skill_points.thousandths, 0) + 10000000 * demand.without_skills',
        '1000 * demand.vacancy_count'
    ) }} as bigint) as skills_points,
    reach.affinity_points,
    cast({{ int_div('level_sums.points', 'demand.vacancy_count') }} as bigint) as level_points,
    reach.internship_points,
    cast({{ int_div('distance_sums.points', 'demand.vacancy_count') }} as bigint) as distance_points,
    reach.awards_points
from reach
inner join demand on reach.occupation_seq = demand.occupation_seq
inner join level_sums
    on reach.tie_no = level_sums.tie_no
    and reach.occupation_seq = level_sums.occupation_seq
left join skill_points
    on reach.tie_no = skill_points.tie_no
    and reach.occupation_seq = skill_points.occupation_seq
inner join distance_sums
    on reach.tie_no = distance_sums.tie_no
    and reach.occupation_seq = distance_sums.occupation_seq
