with destinations as (
    select * from {{ ref('int_destination_standing') }}
    where is_directly_employed and employer_uscc is not null
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

-- Within one file the contract of the feed counts (DES-053, DES-056); here only what shows across files.
same_day as (
    select
        employer_uscc,
        signed_date,
        cohort,
        count(*) as signed_count
    from destinations
    where signed_date is not null
    group by employer_uscc, signed_date, cohort
    having count(distinct delivery_no) > 1
),

same_pay as (
    select
        employer_uscc,
        pay_monthly,
        occupation_code,
        cohort,
        count(*) as paid_count
    from destinations
    where pay_monthly is not null and occupation_code is not null
    group by employer_uscc, pay_monthly, occupation_code, cohort
    having count(distinct delivery_no) > 1
)

select
    'D06' as check_id,
    'many_signed_one_day' as reason,
    'employer' as subject_kind,
    destinations.employer_uscc as subject_code,
    '*' as counterpart_code,
    destinations.cohort,
    cast(null as date) as cutoff_date,
    destinations.destination_key as row_key,
    cast(same_day.signed_count as decimal(18, 6)) as measured_value,
    cast(thresholds.same_day_signings as decimal(18, 6)) as threshold_value,
    destinations.received_on as first_seen
from destinations
inner join same_day
    on destinations.employer_uscc = same_day.employer_uscc
    and destinations.signed_date = same_day.signed_date
    and destinations.cohort = same_day.cohort
cross join thresholds
where same_day.signed_count >= thresholds.same_day_signings
union all
select
    'D06' as check_id,
    'many_at_same_pay' as reason,
    'employer' as subject_kind,
    destinations.employer_uscc as subject_code,
    '*' as counterpart_code,
    destinations.cohort,
    cast(null as date) as cutoff_date,
    destinations.destination_key as row_key,
    cast(same_pay.paid_count as decimal(18, 6)) as measured_value,
    cast(thresholds.same_pay_people as decimal(18, 6)) as threshold_value,
    destinations.received_on as first_seen
from destinations
inner join same_pay
    on destinations.employer_uscc = same_pay.employer_uscc
    and destinations.pay_monthly = same_pay.pay_monthly
    and destinations.occupation_code = same_pay.occupation_code
    and destinations.cohort = same_pay.cohort
cross join thresholds
where same_pay.paid_count >= thresholds.same_pay_people
