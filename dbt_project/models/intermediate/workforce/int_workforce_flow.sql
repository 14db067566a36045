with history as (
    select * from {{ ref('int_workforce_history') }}
    where reported_on > {{ add_months(as_of_date(), -12) }}
),

enterprises as (
    select * from {{ ref('int_workforce_enterprise') }}
),

summed as (
    select
        uscc,
        occupation_code,
        ladder_rank,
        age_band,
        sum(new_hires) as hires_12m,
        sum(leavers) as leavers_12m
    from history
    group by uscc, occupation_code, ladder_rank, age_band
)

select
    summed.uscc,
    enterprises.region_code,
    enterprises.industry,
    summed.occupation_code,
    summed.ladder_rank,
    summed.age_band,
    cast(summed.hires_12m as bigint) as hires_12m,
    cast(summed.leavers_12m as bigint) as leavers_12m
from summed
inner join enterprises on summed.uscc = enterprises.uscc
