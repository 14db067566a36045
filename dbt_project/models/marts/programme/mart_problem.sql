with problems as (
    select * from {{ ref('int_inspection_problem') }}
),

plans as (
    select * from {{ ref('int_training_plan') }}
)

select
    problems.problem_key,
    {{ as_of() }} as as_of,
    problems.plan_id,
    problems.stage,
    plans.plan_year,
    plans.body,
    plans.body_kind,
    plans.region as region_code,
    plans.occupation_code,
    problems.inspection_status,
    problems.found_on,
    problems.owner_body,
    problems.due,
    problems.closed_on,
    problems.status,
    problems.days_open
from problems
left join plans on problems.plan_id = plans.plan_id
