with pairs as (
    select * from {{ ref('int_mentorship_with_parent') }}
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

due as (
    select
        pairs.pairing_id,
        pairs.uscc,
        pairs.occupation_code,
        {{ metric_city('enterprises.region') }} as region_code,
        pairs.final_result,
        least(pairs.planned_end, coalesce(pairs.ended_on, pairs.planned_end)) as due_on
    from pairs
    left join enterprises on pairs.uscc = enterprises.uscc
),

years as (
    select
        *,
        {{ year_end('due_on') }} as year_end
    from due
    where due_on <= {{ as_of_date() }}
)

select
    pairing_id,
    {{ year_of('year_end') }} as cohort,
    year_end as cutoff_date,
    uscc as enterprise_uscc,
    occupation_code,
    region_code,
    true as is_mature,
    year_end > {{ as_of_date() }} as is_open,
    {{ flag("final_result = 'pass'") }} as mentorship_completion_rate_numerator,
    1 as mentorship_completion_rate_denominator,
    {{ flag("final_result is null") }} as mentorship_completion_rate_unknown
from years
