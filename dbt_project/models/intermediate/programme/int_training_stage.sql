with plans as (
    select * from {{ ref('int_training_plan_with_parent') }}
),

thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
),

years as (
    select distinct plan_year from plans
),

due_days as (
    select
        years.plan_year,
        max(case when thresholds.name = 'training_plan_due' then cast(thresholds.value as bigint) end) as start_day,
        max(case when thresholds.name = 'training_start_report_due' then cast(thresholds.value as bigint) end) as start_report_day,
        max(case when thresholds.name = 'training_mid_year_day' then cast(thresholds.value as bigint) end) as mid_day,
        max(case when thresholds.name = 'training_mid_report_due' then cast(thresholds.value as bigint) end) as mid_report_day,
        max(case when thresholds.name = 'training_year_end_day' then cast(thresholds.value as bigint) end) as end_day,
        max(case when thresholds.name = 'training_end_report_due' then cast(thresholds.value as bigint) end) as end_report_day
    from years
    inner join thresholds
        on coalesce(thresholds.valid_from <= {{ month_day('years.plan_year', '131') }}, true)
        and coalesce(thresholds.valid_to >= {{ month_day('years.plan_year', '131') }}, true)
    group by years.plan_year
)

{% for stage, years_later in [('start', 0), ('mid', 0), ('end', 1)] -%}
select
    plan_year,
    '{{ stage }}' as stage,
    cast({{ loop.index }} as bigint) as stage_no,
    {{ month_day('plan_year', stage ~ '_day') }} as stage_day,
    {{ month_day('plan_year + ' ~ years_later, stage ~ '_report_day') }} as report_day
from due_days
{{ "union all" if not loop.last }}
{% endfor -%}
