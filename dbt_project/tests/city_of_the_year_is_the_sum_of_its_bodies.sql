-- What: in the three reports of the year the row of the city is the sum of the rows of its bodies.
-- Why: officials sign the city's row and hold the bodies to theirs.
-- Resolve: a body without a name, or an item counted twice, shows as a difference; look in int_training_plan_progress.
with cells as (
    select * from {{ ref('int_year_report') }}
),

sums as (
    select
        plan_year,
        stage,
        sum(case when body = '*' then 1 else -1 end * items) as items,
        sum(case when body = '*' then 1 else -1 end * planned_people) as planned_people,
        sum(case when body = '*' then 1 else -1 end * trained) as trained,
        sum(case when body = '*' then 1 else -1 end * certified) as certified,
        sum(case when body = '*' then 1 else -1 end * budget_cents) as budget_cents,
        sum(case when body = '*' then 1 else -1 end * spent_cents) as spent_cents,
        sum(case when body = '*' then 1 else -1 end * problems_found) as problems_found
    from cells
    group by plan_year, stage
)

select *
from sums
where
    items <> 0
    or planned_people <> 0
    or trained <> 0
    or certified <> 0
    or budget_cents <> 0
    or spent_cents <> 0
    or problems_found <> 0
