with matched as (
    select * from {{ ref('int_match_vacancy') }}
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

offered as (
    select
        matched.vacancy_seq,
        matched.vacancy_id,
        matched.occupation_seq,
        matched.employer_seq,
        greatest(vacancies.openings - vacancies.filled_count, 0) as seats,
        {{ pay_per_month('coalesce(vacancies.pay_min, vacancies.pay_max)', 'vacancies.pay_period', 'thresholds.paid_days_per_month') }} as pay_low,
        {{ pay_per_month('coalesce(vacancies.pay_max, vacancies.pay_min)', 'vacancies.pay_period', 'thresholds.paid_days_per_month') }} as pay_high
    from matched
    inner join vacancies on matched.vacancy_id = vacancies.vacancy_id
    cross join thresholds
),

total as (
    select sum(seats) as all_seats from offered
)

select
    offered.vacancy_seq,
    offered.vacancy_id,
    offered.occupation_seq,
    offered.employer_seq,
    cast(offered.seats as bigint) as seats,
    greatest(
        thresholds.plan_quota_min_seats,
        cast(floor(thresholds.plan_quota_share * total.all_seats) as bigint)
    ) as quota,
    offered.pay_low,
    offered.pay_high
from offered
cross join total
cross join thresholds
