with skills as (
    select * from {{ ref('int_supply_skill') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

judged as (
    select
        skills.*,
        case
            when skills.pool_reaching = 0 then 'not_available'
            when skills.pool_unknown > thresholds.max_unknown_share * skills.pool_reaching then 'too_uncertain'
            else 'ok'
        end as status
    from skills
    cross join thresholds
)

select
    occupation_code,
    skill_code,
    {{ as_of() }} as as_of,
    weight,
    vacancies_open,
    openings_open,
    openings_open * weight as weighted_openings,
    pool_reaching,
    pool_declared,
    pool_certified,
    pool_assumed,
    pool_covered as numerator,
    pool_reaching as denominator,
    pool_unknown as unknown,
    case when status = 'ok' then {{ share('pool_covered', 'pool_reaching') }} end as value,
    status
from judged
