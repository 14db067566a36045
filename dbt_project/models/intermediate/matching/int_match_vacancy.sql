{% set slots = range(1, 9) %}

with vacancies as (
    select * from {{ ref('int_vacancy') }}
    where unmatched_reason is null
),

occupations as (
    select * from {{ ref('int_match_occupation') }}
),

employers as (
    select * from {{ ref('int_match_employer') }}
),

required_skills as (
    select * from {{ ref('int_vacancy_skill') }}
),

dictionary as (
    select * from {{ ref('int_match_skill') }}
),

certificate_demands as (
    select * from {{ ref('int_vacancy_certificate') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

placed_skills as (
    select
        required_skills.vacancy_id,
        required_skills.nth,
        required_skills.weight,
        dictionary.bit_position
    from required_skills
    inner join dictionary
        on required_skills.occupation_code = dictionary.occupation_code
        and required_skills.skill_code = dictionary.skill_code
),

skill_slots as (
    select
        vacancy_id,
        {% for slot in slots -%}
        max(case when nth = {{ slot }} then bit_position end) as k{{ slot }},
        max(case when nth = {{ slot }} then weight end) as w{{ slot }},
        {% endfor -%}
        sum(weight) as skill_weight
    from placed_skills
    group by vacancy_id
),

certificate_counts as (
    select
        vacancy_id,
        count(*) as certificate_needs
    from certificate_demands
    group by vacancy_id
)

select
    row_number() over (order by vacancies.vacancy_id) as vacancy_seq,
    vacancies.vacancy_id,
    occupations.occupation_seq,
    employers.employer_seq,
    cast(vacancies.work_region as bigint) as work_region,
    {{ epoch_day('vacancies.start_date') }} as start_day,
    cast(vacancies.minimum_age as bigint) as minimum_age,
    cast(coalesce(vacancies.min_skill_level, 0) as bigint) as min_level,
    cast(case when vacancies.level_is_must then coalesce(vacancies.min_skill_level, 0) else 0 end as bigint) as must_level,
    coalesce(certificate_counts.certificate_needs, 0) as certificate_needs,
    {% for slot in slots -%}
    cast(coalesce(skill_slots.k{{ slot }}, 0) as integer) as k{{ slot }},
    cast(coalesce(skill_slots.w{{ slot }}, 0) as bigint) as w{{ slot }},
    {% endfor -%}
    cast(coalesce(skill_slots.skill_weight, 0) as bigint) as skill_weight,
    parameters.weight_skills,
    parameters.weight_level,
    parameters.weight_distance,
    parameters.points_same_county,
    parameters.points_same_city,
    parameters.points_same_province,
    1 + {{ hash_mod(['parameters.salt', 'vacancies.vacancy_id'], 2147483647) }} as tie_a,
    {{ hash_mod(['parameters.salt', 'vacancies.vacancy_id'], tie_modulus(), start=16) }} as tie_b
from vacancies
cross join parameters
inner join occupations on vacancies.occupation_code = occupations.occupation_code
inner join employers on vacancies.uscc = employers.uscc
left join skill_slots on vacancies.vacancy_id = skill_slots.vacancy_id
left join certificate_counts on vacancies.vacancy_id = certificate_counts.vacancy_id
order by occupations.occupation_seq, vacancies.vacancy_id
