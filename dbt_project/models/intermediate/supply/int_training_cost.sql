with costs as (
    select * from {{ ref('stg_code_training_costs') }}
    where
        valid_from <= {{ as_of_date() }}
        and (valid_to is null or valid_to >= {{ as_of_date() }})
),

plans as (
    select * from {{ ref('int_training_plan_with_parent') }}
),

funds as (
    select * from {{ ref('stg_training_fund') }}
    where entry_date <= {{ as_of_date() }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

-- Entries of one plan pay for the same people, so the largest number among them is the plan's.
spent_on_plan as (
    select
        plan_id,
        sum(cast(amount_cny * 100 as bigint)) as cents,
        max(beneficiary_count) as people
    from funds
    where plan_id is not null and amount_cny is not null
    group by plan_id
),

actual as (
    select
        substr(plans.occupation_code, 1, 1) as occupation_group,
        plans.target_level as ladder_rank,
        cast(sum(spent_on_plan.cents) as bigint) as cents,
        cast(sum(spent_on_plan.people) as bigint) as people
    from plans
    inner join spent_on_plan on plans.plan_id = spent_on_plan.plan_id
    where spent_on_plan.people > 0
    group by substr(plans.occupation_code, 1, 1), plans.target_level
)

select
    costs.occupation_group,
    costs.ladder_rank,
    case
        when actual.people >= thresholds.training_cost_min_people and actual.cents > 0
            then {{ int_div('actual.cents + 100 * actual.people - 1', '100 * actual.people') }}
        else costs.unit_cost_cny
    end as unit_cost_cny,
    case
        when actual.people >= thresholds.training_cost_min_people and actual.cents > 0 then 'actual'
        else 'reference'
    end as unit_cost_source,
    coalesce(actual.people, 0) as people_paid_for
from costs
cross join thresholds
left join actual
    on costs.occupation_group = actual.occupation_group
    and costs.ladder_rank = actual.ladder_rank
