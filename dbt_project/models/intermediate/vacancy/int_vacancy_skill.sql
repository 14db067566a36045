with vacancies as (
    select * from {{ ref('int_vacancy') }}
    where unmatched_reason is null
),

skills as (
    select * from {{ ref('stg_code_skills') }}
),

weights as (
    select * from {{ ref('stg_code_occupation_skill') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

asked as (
    select
        vacancy_id,
        occupation_code,
        {{ explode('skills') }} as skill_code
    from vacancies
),

-- Words that are no skill of the table cannot be covered by anybody and do not score.
known as (
    select distinct
        asked.vacancy_id,
        asked.occupation_code,
        asked.skill_code
    from asked
    inner join skills on asked.skill_code = skills.code
),

-- A skill that the occupation's table does not weigh counts least.
weighted as (
    select
        known.vacancy_id,
        known.occupation_code,
        known.skill_code,
        coalesce(weights.weight, 1) as weight
    from known
    left join weights
        on known.occupation_code = weights.occupation_code
        and known.skill_code = weights.skill_code
),

ranked as (
    select
        *,
        row_number() over (partition by vacancy_id order by weight desc, skill_code asc) as nth
    from weighted
)

select
    ranked.vacancy_id,
    ranked.occupation_code,
    ranked.skill_code,
    ranked.weight,
    ranked.nth
from ranked
cross join thresholds
where ranked.nth <= thresholds.skills_per_vacancy
