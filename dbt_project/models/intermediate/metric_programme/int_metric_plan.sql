with progress as (
    select * from {{ ref('int_training_plan_progress') }}
    where is_mature and is_planned
),

stages as (
    select * from {{ ref('int_training_stage') }}
),

sessions as (
    select * from {{ ref('int_training_session') }}
    where has_ended and plan_id is not null
),

funds as (
    select * from {{ ref('int_training_fund') }}
    where not has_plan
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

-- People counted by head alone have no name, so nobody can look their certificates up.
unnamed as (
    select
        progress.plan_id,
        progress.stage,
        sum(sessions.unnamed_attended) as unnamed_attended
    from progress
    inner join sessions
        on progress.plan_id = sessions.plan_id
        and progress.stage_day >= sessions.session_day
    group by progress.plan_id, progress.stage
),

items as (
    select
        progress.*,
        {{ int_div('progress.spent_cents + 50', 100) }} as spent_cny,
        {{ int_div('progress.budget_cents + 50', 100) }} as budget_cny,
        progress.certified_unknown + progress.trained_unknown + coalesce(unnamed.unnamed_attended, 0) as certificates_unseen,
        feeds.has_training_session or feeds.has_training_record as has_training,
        feeds.has_training_fund,
        feeds.has_certificate and feeds.has_training_record as has_certificates
    from progress
    cross join feeds
    left join unnamed
        on progress.plan_id = unnamed.plan_id
        and progress.stage = unnamed.stage
),

planned as (
    select
        plan_id,
        cast(plan_year as {{ dbt.type_string() }}) as cohort,
        stage_day as cutoff_date,
        case when body_kind = 'enterprise' then body else 'none' end as enterprise_uscc,
        occupation_code,
        {{ metric_city('region') }} as region_code,
        is_open,
        trained as plan_trained_rate_numerator,
        planned_people as plan_trained_rate_denominator,
        case when has_training then least(trained_unknown, planned_people) else planned_people end as plan_trained_rate_unknown,
        passed as plan_passed_rate_numerator,
        planned_people as plan_passed_rate_denominator,
        case when has_training then least(passed_unknown + trained_unknown, planned_people) else planned_people end as plan_passed_rate_unknown,
        certified as plan_certified_rate_numerator,
        planned_people as plan_certified_rate_denominator,
        case when has_certificates then least(certificates_unseen, planned_people) else planned_people end as plan_certified_rate_unknown,
        spent_cny as plan_spent_rate_numerator,
        budget_cny as plan_spent_rate_denominator,
        case when has_training_fund then 0 else budget_cny end as plan_spent_rate_unknown,
        0 as plan_spent_rate_left_out,
        case when has_training_fund then spent_cny else 0 end as cost_per_certificate_numerator,
        case when has_training_fund then certified else 0 end as cost_per_certificate_denominator,
        0 as cost_per_certificate_unknown,
        case when has_training_fund and has_certificates then certificates_unseen else 0 end as cost_per_certificate_left_out
    from items
),

-- Money whose plan nobody names or knows belongs to some plan of its payer, or to none.
unplanned as (
    select
        funds.fund_year,
        stages.stage_day,
        stages.report_day,
        funds.uscc,
        {{ int_div('sum(funds.spent_cents) + 50', 100) }} as spent_cny
    from funds
    inner join stages
        on funds.fund_year = stages.plan_year
        and funds.entry_date <= stages.stage_day
    where stages.stage_day <= {{ as_of_date() }}
    group by funds.fund_year, stages.stage_day, stages.report_day, funds.uscc
),

facts as (
    select * from planned
    union all
    select
        cast(null as {{ dbt.type_string() }}) as plan_id,
        cast(unplanned.fund_year as {{ dbt.type_string() }}) as cohort,
        unplanned.stage_day as cutoff_date,
        unplanned.uscc as enterprise_uscc,
        cast(null as {{ dbt.type_string() }}) as occupation_code,
        {{ metric_city('enterprises.region') }} as region_code,
        unplanned.report_day > {{ as_of_date() }} as is_open,
        0 as plan_trained_rate_numerator,
        0 as plan_trained_rate_denominator,
        0 as plan_trained_rate_unknown,
        0 as plan_passed_rate_numerator,
        0 as plan_passed_rate_denominator,
        0 as plan_passed_rate_unknown,
        0 as plan_certified_rate_numerator,
        0 as plan_certified_rate_denominator,
        0 as plan_certified_rate_unknown,
        0 as plan_spent_rate_numerator,
        0 as plan_spent_rate_denominator,
        0 as plan_spent_rate_unknown,
        unplanned.spent_cny as plan_spent_rate_left_out,
        0 as cost_per_certificate_numerator,
        0 as cost_per_certificate_denominator,
        0 as cost_per_certificate_unknown,
        0 as cost_per_certificate_left_out
    from unplanned
    left join enterprises on unplanned.uscc = enterprises.uscc
)

select
    plan_id,
    cohort,
    cutoff_date,
    enterprise_uscc,
    occupation_code,
    region_code,
    true as is_mature,
    is_open,
    cast(plan_trained_rate_numerator as bigint) as plan_trained_rate_numerator,
    cast(plan_trained_rate_denominator as bigint) as plan_trained_rate_denominator,
    cast(plan_trained_rate_unknown as bigint) as plan_trained_rate_unknown,
    cast(plan_passed_rate_numerator as bigint) as plan_passed_rate_numerator,
    cast(plan_passed_rate_denominator as bigint) as plan_passed_rate_denominator,
    cast(plan_passed_rate_unknown as bigint) as plan_passed_rate_unknown,
    cast(plan_certified_rate_numerator as bigint) as plan_certified_rate_numerator,
    cast(plan_certified_rate_denominator as bigint) as plan_certified_rate_denominator,
    cast(plan_certified_rate_unknown as bigint) as plan_certified_rate_unknown,
    cast(plan_spent_rate_numerator as bigint) as plan_spent_rate_numerator,
    cast(plan_spent_rate_denominator as bigint) as plan_spent_rate_denominator,
    cast(plan_spent_rate_unknown as bigint) as plan_spent_rate_unknown,
    cast(plan_spent_rate_left_out as bigint) as plan_spent_rate_left_out,
    cast(cost_per_certificate_numerator as bigint) as cost_per_certificate_numerator,
    cast(cost_per_certificate_denominator as bigint) as cost_per_certificate_denominator,
    cast(cost_per_certificate_unknown as bigint) as cost_per_certificate_unknown,
    cast(cost_per_certificate_left_out as bigint) as cost_per_certificate_left_out
from facts
