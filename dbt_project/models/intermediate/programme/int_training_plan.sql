{% set measures = ['sessions', 'trained', 'trained_unknown', 'passed', 'passed_unknown', 'certified', 'certified_unknown', 'entries', 'spent_cents', 'double_claims', 'shared_vouchers'] %}

with plans as (
    select * from {{ ref('int_training_plan_with_parent') }}
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

happened as (
    select * from {{ ref('int_training_plan_day') }}
),

sums as (
    select
        plan_id,
        {% for measure in measures -%}
        sum({{ measure }}) as {{ measure }},
        {% endfor -%}
        sum(training_hours) as training_hours
    from happened
    group by plan_id
)

select
    plans.plan_id,
    plans.plan_year,
    plans.plan_date,
    coalesce(plans.uscc, plans.institution_code) as body,
    case when plans.uscc is not null then 'enterprise' else 'college' end as body_kind,
    coalesce(enterprises.region, colleges.region) as region,
    plans.occupation_code,
    plans.target_level,
    plans.planned_people,
    plans.planned_hours,
    {{ cents('plans.budget_cny') }} as budget_cents,
    {% for measure in measures -%}
    cast(coalesce(sums.{{ measure }}, 0) as bigint) as {{ measure }},
    {% endfor -%}
    cast(coalesce(sums.training_hours, 0) as decimal(18, 2)) as training_hours
from plans
left join enterprises on plans.uscc = enterprises.uscc
left join colleges on plans.institution_code = colleges.institution_code
left join sums on plans.plan_id = sums.plan_id
