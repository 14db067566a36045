with entries as (
    select * from {{ ref('stg_training_fund') }}
    where entry_date <= {{ as_of_date() }}
),

plans as (
    select * from {{ ref('int_training_plan_with_parent') }}
),

ranked as (
    select
        *,
        row_number() over (partition by uscc, voucher_no order by entry_date, entry_id) as nth
    from entries
),

-- Each body numbers its own vouchers, so the number alone proves nothing; number and amount together ask for a look.
shared_vouchers as (
    select
        voucher_no,
        amount_cny
    from entries
    where voucher_no is not null
    group by voucher_no, amount_cny
    having count(distinct uscc) > 1
)

select
    ranked.entry_id,
    ranked.uscc,
    ranked.plan_id,
    coalesce(plans.uscc, plans.institution_code, ranked.uscc) as body,
    plans.plan_id is not null as has_plan,
    coalesce(plans.plan_year, cast(extract(year from ranked.entry_date) as bigint)) as fund_year,
    ranked.fund_source,
    ranked.fund_category,
    ranked.entry_date,
    ranked.voucher_no,
    ranked.front_line as is_front_line,
    {{ cents('ranked.amount_cny') }} as amount_cents,
    ranked.voucher_no is not null and ranked.nth > 1 as is_double_claim,
    case when ranked.voucher_no is not null and ranked.nth > 1 then 0 else {{ cents('ranked.amount_cny') }} end as spent_cents,
    shared_vouchers.voucher_no is not null as is_voucher_of_others_too
from ranked
left join plans on ranked.plan_id = plans.plan_id
left join shared_vouchers
    on ranked.voucher_no = shared_vouchers.voucher_no
    and ranked.amount_cny = shared_vouchers.amount_cny
