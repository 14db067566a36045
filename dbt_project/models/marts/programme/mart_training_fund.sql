with funds as (
    select * from {{ ref('int_training_fund') }}
),

plans as (
    select * from {{ ref('int_training_plan') }}
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

dated_thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
    where name = 'training_fund_front_line_share'
),

flags as (
    select true as is_cell
    union all
    select false as is_cell
),

fund_cells as (
    select
        funds.fund_year,
        case when by_body.is_cell then funds.body else '*' end as cell_body,
        case when by_source.is_cell then funds.fund_source else '*' end as cell_source,
        count(*) as entries,
        sum(funds.spent_cents) as spent_cents,
        sum(case when funds.has_plan then funds.spent_cents else 0 end) as planned_spent_cents,
        sum({{ flag('funds.is_double_claim') }}) as double_claims,
        sum(case when funds.is_double_claim then funds.amount_cents else 0 end) as double_claimed_cents,
        sum({{ flag('funds.is_voucher_of_others_too') }}) as shared_vouchers,
        sum(case when funds.is_front_line then funds.spent_cents else 0 end) as front_line_cents,
        sum(case when funds.is_front_line is null then funds.spent_cents else 0 end) as unknown_cents
    from funds
    cross join flags as by_body
    cross join flags as by_source
    group by funds.fund_year, cell_body, cell_source
),

plan_cells as (
    select
        plans.plan_year as fund_year,
        case when flags.is_cell then plans.body else '*' end as cell_body,
        '*' as cell_source,
        sum(plans.budget_cents) as budget_cents,
        sum(plans.certified) as certified
    from plans
    cross join flags
    where plans.plan_year <= extract(year from {{ as_of_date() }})
    group by plans.plan_year, cell_body
),

cells as (
    select
        coalesce(fund_cells.fund_year, plan_cells.fund_year) as fund_year,
        coalesce(fund_cells.cell_body, plan_cells.cell_body) as body,
        coalesce(fund_cells.cell_source, plan_cells.cell_source) as fund_source,
        plan_cells.budget_cents,
        plan_cells.certified,
        coalesce(fund_cells.entries, 0) as entries,
        coalesce(fund_cells.spent_cents, 0) as spent_cents,
        coalesce(fund_cells.planned_spent_cents, 0) as planned_spent_cents,
        coalesce(fund_cells.double_claims, 0) as double_claims,
        coalesce(fund_cells.double_claimed_cents, 0) as double_claimed_cents,
        coalesce(fund_cells.shared_vouchers, 0) as shared_vouchers,
        coalesce(fund_cells.front_line_cents, 0) as front_line_cents,
        coalesce(fund_cells.unknown_cents, 0) as unknown_cents
    from fund_cells
    full outer join plan_cells
        on fund_cells.fund_year = plan_cells.fund_year
        and fund_cells.cell_body = plan_cells.cell_body
        and fund_cells.cell_source = plan_cells.cell_source
),

years as (
    select distinct fund_year from cells
),

least_shares as (
    select
        years.fund_year,
        max(cast(dated_thresholds.value as decimal(18, 6))) as front_line_share_min
    from years
    inner join dated_thresholds
        on coalesce(dated_thresholds.valid_from <= {{ month_day('years.fund_year', '1231') }}, true)
        and coalesce(dated_thresholds.valid_to >= {{ month_day('years.fund_year', '1231') }}, true)
    group by years.fund_year
),

judged as (
    select
        cells.*,
        feeds.has_training_fund,
        feeds.has_training_session and feeds.has_training_record and feeds.has_certificate as has_certified,
        case when cells.fund_source = 'employer' then least_shares.front_line_share_min end as front_line_share_min,
        {{ rate_status(
            mature='true',
            delivered='feeds.has_training_fund',
            denominator='cells.spent_cents',
            unknown='cells.unknown_cents',
            open='cells.fund_year >= extract(year from ' ~ as_of_date() ~ ')',
        ) }} as status
    from cells
    left join least_shares on cells.fund_year = least_shares.fund_year
    cross join feeds
    cross join thresholds
)

select
    fund_year,
    body,
    fund_source,
    {{ as_of() }} as as_of,
    {{ yuan('budget_cents') }} as budget_cny,
    case when has_training_fund then cast(entries as bigint) end as entries,
    case when has_training_fund then {{ yuan('spent_cents') }} end as spent_cny,
    case when has_training_fund then {{ yuan('planned_spent_cents') }} end as spent_on_plans_cny,
    case when has_training_fund then {{ share_or_null('planned_spent_cents', 'budget_cents') }} end as share_spent,
    case when has_training_fund then cast(double_claims as bigint) end as double_claims,
    case when has_training_fund then {{ yuan('double_claimed_cents') }} end as double_claimed_cny,
    case when has_training_fund then cast(shared_vouchers as bigint) end as shared_vouchers,
    case when has_certified then cast(certified as bigint) end as certified,
    case when has_training_fund and has_certified then {{ yuan_per('planned_spent_cents', 'certified') }} end as cost_per_certificate,
    front_line_share_min,
    case
        when spent_cents = 0 then null
        when front_line_cents + unknown_cents < front_line_share_min * spent_cents then true
        when front_line_cents >= front_line_share_min * spent_cents then false
    end as is_below_front_line_min,
    cast(front_line_cents as bigint) as numerator,
    cast(spent_cents as bigint) as denominator,
    cast(unknown_cents as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('front_line_cents', 'spent_cents') }} end as value,
    status
from judged
