{% set measures = ['sessions', 'trained', 'trained_unknown', 'passed', 'passed_unknown', 'certified', 'certified_unknown', 'entries', 'spent_cents', 'double_claims', 'shared_vouchers'] %}

with plans as (
    select * from {{ ref('int_training_plan') }}
),

stages as (
    select * from {{ ref('int_training_stage') }}
),

happened as (
    select * from {{ ref('int_training_plan_day') }}
),

sums as (
    select
        plans.plan_id,
        {% for measure in measures -%}
        sum(happened.{{ measure }}) as {{ measure }},
        {% endfor -%}
        stages.stage
    from plans
    inner join stages on plans.plan_year = stages.plan_year
    inner join happened
        on plans.plan_id = happened.plan_id
        and stages.stage_day >= happened.day
    group by plans.plan_id, stages.stage
)

select
    plans.plan_id,
    stages.stage,
    stages.stage_no,
    stages.stage_day,
    stages.report_day,
    stages.stage_day <= {{ as_of_date() }} as is_mature,
    stages.report_day > {{ as_of_date() }} as is_open,
    coalesce(plans.plan_date <= stages.stage_day, true) as is_planned,
    plans.plan_year,
    plans.body,
    plans.body_kind,
    plans.region,
    plans.occupation_code,
    plans.target_level,
    plans.planned_people,
    {% for measure in measures -%}
    cast(coalesce(sums.{{ measure }}, 0) as bigint) as {{ measure }},
    {% endfor -%}
    plans.budget_cents
from plans
inner join stages on plans.plan_year = stages.plan_year
left join sums
    on plans.plan_id = sums.plan_id
    and stages.stage = sums.stage
