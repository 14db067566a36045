-- What: money, entries and named people of the plans are those of the funds and attendances, no more and no fewer.
-- Why: a join that fans out would spend a voucher or train a person twice in the reports of the year.
-- Resolve: compare int_training_plan with the model named in `measure` for one plan; a key there is no longer unique.
with plans as (
    select * from {{ ref('int_training_plan') }}
),

funds as (
    select * from {{ ref('int_training_fund') }}
),

people as (
    select * from {{ ref('int_training_plan_person') }}
),

sessions as (
    select * from {{ ref('int_training_session') }}
),

sums as (
    select
        'int_training_fund' as measure,
        (select coalesce(sum(spent_cents), 0) from plans) as of_plans,
        (select coalesce(sum(case when has_plan then spent_cents else 0 end), 0) from funds) as of_parts
    union all
    select
        'int_training_plan_person and int_training_session' as measure,
        (select coalesce(sum(trained), 0) from plans) as of_plans,
        (
            select count(*)
            from people
            inner join plans on people.plan_id = plans.plan_id
            where people.attended_on is not null
        ) + (
            select coalesce(sum(sessions.unnamed_attended), 0)
            from sessions
            inner join plans on sessions.plan_id = plans.plan_id
        ) as of_parts
)

select
    measure,
    of_plans,
    of_parts
from sums
where of_plans <> of_parts
