with subsidies as (
    select * from {{ ref('stg_subsidy') }}
    where due_date <= {{ as_of_date() }}
),

thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
    where name = 'subsidy_paid_within_days'
),

limits as (
    select
        subsidies.scheme,
        subsidies.entry_no,
        max(cast(thresholds.value as bigint)) as days_to_pay
    from subsidies
    inner join thresholds
        on coalesce(subsidies.due_date >= thresholds.valid_from, true)
        and coalesce(subsidies.due_date <= thresholds.valid_to, true)
    group by subsidies.scheme, subsidies.entry_no
),

dated as (
    select
        subsidies.*,
        case when subsidies.paid_date <= {{ as_of_date() }} then subsidies.paid_date end as paid_on,
        {{ add_days('subsidies.due_date', 'limits.days_to_pay') }} as pay_by
    from subsidies
    left join limits
        on subsidies.scheme = limits.scheme
        and subsidies.entry_no = limits.entry_no
)

select
    scheme,
    entry_no,
    person_key,
    certificate_key,
    due_date,
    cast(extract(year from due_date) as bigint) as due_year,
    coalesce(payer, 'unknown') as payer,
    {{ cents('amount_cny') }} as amount_cents,
    pay_by,
    paid_on,
    case
        when paid_on > pay_by then 'paid_late'
        when paid_on is not null then 'paid'
        when pay_by < {{ as_of_date() }} then 'overdue'
        else 'due'
    end as payment
from dated
