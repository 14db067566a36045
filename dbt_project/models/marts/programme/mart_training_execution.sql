with plans as (
    select * from {{ ref('int_training_plan') }}
),

stages as (
    select * from {{ ref('int_training_stage') }}
),

inspections as (
    select * from {{ ref('int_inspection_with_parent') }}
    where inspected_date <= {{ as_of_date() }}
),

problems as (
    select * from {{ ref('int_inspection_problem') }}
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

years as (
    select
        plan_year,
        min(stage_day) as first_day,
        max(report_day) as last_day
    from stages
    group by plan_year
),

inspected as (
    select
        *,
        row_number() over (partition by plan_id order by inspected_date desc, stage asc) as nth
    from inspections
),

found as (
    select
        *,
        row_number() over (partition by plan_id order by found_on desc, stage asc) as nth
    from problems
),

judged as (
    select
        plans.*,
        {{ rate_status(
            mature='coalesce(years.first_day <= ' ~ as_of_date() ~ ', true)',
            delivered='feeds.has_training_session',
            denominator='plans.planned_people',
            unknown='plans.trained_unknown',
            open='coalesce(years.last_day > ' ~ as_of_date() ~ ', false)',
        ) }} as status,
        feeds.has_training_session,
        feeds.has_training_session and feeds.has_training_record and feeds.has_certificate as has_certified,
        feeds.has_training_fund
    from plans
    left join years on plans.plan_year = years.plan_year
    cross join feeds
    cross join thresholds
)

select
    judged.plan_id as item_id,
    judged.plan_year,
    {{ as_of() }} as as_of,
    judged.body,
    judged.body_kind,
    judged.region as region_code,
    judged.occupation_code,
    judged.target_level,
    judged.planned_people,
    case when judged.has_training_session then judged.trained end as trained,
    case when judged.has_training_session then judged.passed end as passed,
    case when judged.has_certified then judged.certified end as certified,
    {{ yuan('judged.budget_cents') }} as budget_cny,
    case when judged.has_training_fund then {{ yuan('judged.spent_cents') }} end as spent_cny,
    case when judged.has_training_fund then {{ share_or_null('judged.spent_cents', 'judged.budget_cents') }} end as share_spent,
    case when judged.has_training_fund and judged.has_certified then {{ yuan_per('judged.spent_cents', 'judged.certified') }} end as cost_per_certificate,
    case when judged.has_training_fund then judged.double_claims end as double_claims,
    case when judged.has_training_fund then judged.shared_vouchers end as shared_vouchers,
    inspected.stage,
    inspected.status as stage_status,
    found.stage as problem,
    found.owner_body,
    found.due,
    found.closed_on,
    found.status as problem_status,
    judged.trained as numerator,
    judged.planned_people as denominator,
    judged.trained_unknown as unknown,
    case when judged.status in ('ok', 'provisional') then {{ share('judged.trained', 'judged.planned_people') }} end as value,
    judged.status
from judged
left join inspected
    on judged.plan_id = inspected.plan_id
    and inspected.nth = 1
left join found
    on judged.plan_id = found.plan_id
    and found.nth = 1
