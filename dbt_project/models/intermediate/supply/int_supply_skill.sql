with required as (
    select * from {{ ref('int_vacancy_skill') }}
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
),

members as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

reach as (
    select * from {{ ref('int_person_occupation') }}
),

person_skills as (
    select * from {{ ref('int_person_skill') }}
),

demand as (
    select
        required.occupation_code,
        required.skill_code,
        max(required.weight) as weight,
        count(*) as vacancies_open,
        sum(vacancies.openings) as openings_open
    from required
    inner join vacancies on required.vacancy_id = vacancies.vacancy_id
    group by required.occupation_code, required.skill_code
),

occupations as (
    select occupation_code
    from demand
    group by occupation_code
),

-- Somebody who sent no list of skills has not said that one is missing.
reaching as (
    select
        reach.person_key,
        reach.occupation_code,
        case when {{ item_count('members.skills') }} = 0 then 1 else 0 end as is_silent
    from reach
    inner join occupations on reach.occupation_code = occupations.occupation_code
    inner join members on reach.person_key = members.person_key
),

pools as (
    select
        occupation_code,
        count(*) as pool_reaching,
        sum(is_silent) as pool_silent
    from reaching
    group by occupation_code
),

held as (
    select
        demand.occupation_code,
        demand.skill_code,
        sum(case when person_skills.is_declared then 1 else 0 end) as pool_declared,
        sum(case when person_skills.is_certified then 1 else 0 end) as pool_certified,
        sum(case when person_skills.is_covered then 1 else 0 end) as pool_covered,
        sum(case when not person_skills.is_covered then 1 else 0 end) as pool_assumed,
        sum(case when person_skills.is_covered then reaching.is_silent else 0 end) as silent_covered
    from demand
    inner join reaching on demand.occupation_code = reaching.occupation_code
    inner join person_skills
        on reaching.person_key = person_skills.person_key
        and demand.skill_code = person_skills.skill_code
    group by demand.occupation_code, demand.skill_code
)

select
    demand.occupation_code,
    demand.skill_code,
    demand.weight,
    cast(demand.vacancies_open as bigint) as vacancies_open,
    cast(demand.openings_open as bigint) as openings_open,
    cast(coalesce(pools.pool_reaching, 0) as bigint) as pool_reaching,
    cast(coalesce(held.pool_declared, 0) as bigint) as pool_declared,
    cast(coalesce(held.pool_certified, 0) as bigint) as pool_certified,
    cast(coalesce(held.pool_assumed, 0) as bigint) as pool_assumed,
    cast(coalesce(held.pool_covered, 0) as bigint) as pool_covered,
    cast(coalesce(pools.pool_silent, 0) - coalesce(held.silent_covered, 0) as bigint) as pool_unknown
from demand
left join pools on demand.occupation_code = pools.occupation_code
left join held
    on demand.occupation_code = held.occupation_code
    and demand.skill_code = held.skill_code
