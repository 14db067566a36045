with destinations as (
    select
        *,
        coalesce(signed_date, start_date) as signed_on
    from {{ ref('int_destination_standing') }}
    where is_employed and employer_uscc is not null
),

enterprises as (
    select
        *,
        -- The group of the classification, with or without the letter of its section before it.
        case
            when substr(industry, 1, 1) between 'A' and 'Z' then substr(industry, 2, 3)
            else substr(industry, 1, 3)
        end as industry_group
    from {{ ref('stg_enterprise') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

judged as (
    select
        destinations.destination_key,
        destinations.employer_uscc,
        destinations.cohort,
        destinations.received_on,
        thresholds.new_employer_days,
        {{ epoch_day('destinations.signed_on') }} - {{ epoch_day('enterprises.registered_date') }} as days_registered,
        coalesce(enterprises.status <> 'active', false) as is_not_active,
        coalesce(enterprises.hr_agency, false)
        or coalesce(enterprises.dispatch_licence, false)
        or coalesce(enterprises.industry_group = thresholds.hr_industry_group, false) as is_agency
    from destinations
    inner join enterprises on destinations.employer_uscc = enterprises.uscc
    cross join thresholds
),

found as (
    select
        *,
        'employer_not_active' as reason,
        cast(null as decimal(18, 6)) as measured_value,
        cast(null as decimal(18, 6)) as threshold_value
    from judged
    where is_not_active
    union all
    select
        *,
        'employer_newly_registered' as reason,
        cast(days_registered as decimal(18, 6)) as measured_value,
        cast(new_employer_days as decimal(18, 6)) as threshold_value
    from judged
    where days_registered < new_employer_days
    union all
    select
        *,
        'employer_is_agency' as reason,
        cast(null as decimal(18, 6)) as measured_value,
        cast(null as decimal(18, 6)) as threshold_value
    from judged
    where is_agency
)

select
    'D04' as check_id,
    reason,
    'employer' as subject_kind,
    employer_uscc as subject_code,
    '*' as counterpart_code,
    cohort,
    cast(null as date) as cutoff_date,
    destination_key as row_key,
    measured_value,
    threshold_value,
    received_on as first_seen
from found
