with enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

history as (
    select * from {{ ref('int_workforce_history') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

reported as (
    select
        uscc,
        max(reported_on) as reported_on
    from history
    group by uscc
)

select
    coalesce(enterprises.uscc, reported.uscc) as uscc,
    coalesce(enterprises.region, 'unknown') as region_code,
    coalesce(enterprises.industry, 'unknown') as industry,
    coalesce(enterprises.headcount, 0) as headcount,
    coalesce(
        enterprises.status = 'active'
        and enterprises.is_current
        and enterprises.headcount >= thresholds.workforce_due_headcount,
        false
    ) as is_due,
    reported.reported_on,
    coalesce(
        reported.reported_on >= {{ add_months(as_of_date(), '-thresholds.workforce_report_months') }},
        false
    ) as has_recent_report
from enterprises
full outer join reported on enterprises.uscc = reported.uscc
cross join thresholds
