with subsidies as (
    select * from {{ ref('int_subsidy') }}
),

entitlements as (
    select * from {{ ref('int_entitlement') }}
),

flags as (
    select true as is_cell
    union all
    select false as is_cell
),

entry_cells as (
    select
        subsidies.scheme,
        subsidies.due_year as year,
        case when flags.is_cell then subsidies.payer else '*' end as cell_payer,
        count(*) as due,
        sum({{ flag("subsidies.payment in ('paid', 'paid_late')") }}) as paid,
        sum({{ flag("subsidies.payment = 'paid_late'") }}) as paid_late,
        sum({{ flag("subsidies.payment = 'overdue'") }}) as overdue,
        sum(subsidies.amount_cents) as due_cents,
        sum(case when subsidies.paid_on is not null then subsidies.amount_cents else 0 end) as paid_cents,
        sum(case when subsidies.payment = 'overdue' then subsidies.amount_cents else 0 end) as overdue_cents
    from subsidies
    cross join flags
    group by subsidies.scheme, subsidies.due_year, cell_payer
),

achievement_cells as (
    select
        scheme,
        achieved_year as year,
        '*' as cell_payer,
        count(*) as entitled,
        sum({{ flag("state = 'entered'") }}) as entered,
        sum({{ flag("state = 'not_covered'") }}) as not_covered,
        sum({{ flag("state = 'nothing'") }}) as got_nothing,
        sum(case when state = 'nothing' then amount_cents else 0 end) as got_nothing_cents
    from entitlements
    group by scheme, achieved_year
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

cells as (
    select
        coalesce(entry_cells.scheme, achievement_cells.scheme) as scheme,
        coalesce(entry_cells.year, achievement_cells.year) as year,
        coalesce(entry_cells.cell_payer, achievement_cells.cell_payer) as payer,
        coalesce(entry_cells.due, 0) as due,
        coalesce(entry_cells.paid, 0) as paid,
        coalesce(entry_cells.paid_late, 0) as paid_late,
        coalesce(entry_cells.overdue, 0) as overdue,
        coalesce(entry_cells.due_cents, 0) as due_cents,
        coalesce(entry_cells.paid_cents, 0) as paid_cents,
        coalesce(entry_cells.overdue_cents, 0) as overdue_cents,
        achievement_cells.entitled,
        achievement_cells.entered,
        achievement_cells.not_covered,
        achievement_cells.got_nothing,
        achievement_cells.got_nothing_cents
    from entry_cells
    full outer join achievement_cells
        on entry_cells.scheme = achievement_cells.scheme
        and entry_cells.year = achievement_cells.year
        and entry_cells.cell_payer = achievement_cells.cell_payer
),

judged as (
    select
        cells.*,
        feeds.has_subsidy,
        {{ rate_status(
            mature='true',
            delivered='feeds.has_subsidy',
            denominator='cells.due',
            unknown='0',
            open='cells.year >= extract(year from ' ~ as_of_date() ~ ')',
        ) }} as status
    from cells
    cross join feeds
    cross join thresholds
)

select
    scheme,
    year,
    payer,
    {{ as_of() }} as as_of,
    case when has_subsidy then cast(due as bigint) end as due,
    case when has_subsidy then cast(paid as bigint) end as paid,
    case when has_subsidy then cast(paid_late as bigint) end as paid_late,
    case when has_subsidy then cast(due - paid - overdue as bigint) end as not_yet_paid,
    case when has_subsidy then cast(overdue as bigint) end as overdue,
    case when has_subsidy then {{ yuan('due_cents') }} end as due_cny,
    case when has_subsidy then {{ yuan('paid_cents') }} end as paid_cny,
    case when has_subsidy then {{ yuan('overdue_cents') }} end as overdue_cny,
    cast(entitled as bigint) as entitled,
    case when has_subsidy then cast(entered as bigint) end as entitled_and_entered,
    case when has_subsidy then cast(not_covered as bigint) end as entitled_not_covered,
    case when has_subsidy then cast(got_nothing as bigint) end as entitled_got_nothing,
    case when has_subsidy then {{ yuan('got_nothing_cents') }} end as entitled_got_nothing_cny,
    cast(paid as bigint) as numerator,
    cast(due as bigint) as denominator,
    cast(0 as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('paid', 'due') }} end as value,
    status
from judged
