with gaps as (
    select * from {{ ref('int_supply_gap') }}
    where years_ahead = 1 and region_code <> '*' and ladder_rank between 2 and 6 and gap_high > 0
),

costs as (
    select * from {{ ref('int_training_cost') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

plans as (
    select * from {{ ref('int_training_plan_with_parent') }}
),

enterprises as (
    select
        uscc,
        max(region) as region
    from {{ ref('stg_enterprise') }}
    group by uscc
),

planned_years as (
    select plan_year
    from plans
    group by plan_year
),

planned as (
    select
        plans.plan_year,
        plans.occupation_code,
        plans.target_level,
        {{ supply_city('enterprises.region') }} as region_code,
        sum(plans.planned_people) as planned_places
    from plans
    left join enterprises on plans.uscc = enterprises.uscc
    group by plans.plan_year, plans.occupation_code, plans.target_level, {{ supply_city('enterprises.region') }}
),

priced as (
    select
        gaps.occupation_code,
        gaps.ladder_rank as target_level,
        gaps.region_code,
        gaps.year as plan_year,
        gaps.gap_low,
        gaps.gap_high,
        costs.unit_cost_cny,
        costs.unit_cost_source,
        costs.people_paid_for,
        gaps.gap_high * costs.unit_cost_cny as full_cost_cny,
        thresholds.training_budget_cny as budget_cny,
        costs.unit_cost_cny is null as is_unpriced,
        case when planned_years.plan_year is not null then coalesce(planned.planned_places, 0) end as planned_places
    from gaps
    cross join thresholds
    left join planned_years on gaps.year = planned_years.plan_year
    left join planned
        on gaps.year = planned.plan_year
        and gaps.occupation_code = planned.occupation_code
        and gaps.ladder_rank = planned.target_level
        and gaps.region_code = planned.region_code
    left join costs
        on substr(gaps.occupation_code, 1, 1) = costs.occupation_group
        and gaps.ladder_rank = costs.ladder_rank
),

-- Each place closes one post, so the cheapest places first close most; what has no price stands last and gets none.
queued as (
    select
        *,
        row_number() over (order by is_unpriced, unit_cost_cny, occupation_code, target_level, region_code) as priority_rank,
        coalesce(sum(full_cost_cny) over (
            order by is_unpriced, unit_cost_cny, occupation_code, target_level, region_code
            rows between unbounded preceding and 1 preceding
        ), 0) as asked_before_cny
    from priced
),

given as (
    select
        *,
        case
            when not is_unpriced
                then least(gap_high, {{ int_div('cast(greatest(0, budget_cny - asked_before_cny) as bigint)', 'unit_cost_cny') }})
        end as recommended_places
    from queued
)

select
    occupation_code,
    target_level,
    region_code,
    plan_year,
    {{ as_of() }} as as_of,
    gap_low,
    gap_high,
    unit_cost_cny,
    unit_cost_source,
    people_paid_for,
    cast(priority_rank as bigint) as priority_rank,
    cast(recommended_places as bigint) as recommended_places,
    cast(planned_places as bigint) as planned_places,
    cast(recommended_places * unit_cost_cny as bigint) as cost_cny,
    cast(sum(recommended_places * unit_cost_cny) over (order by priority_rank rows between unbounded preceding and current row) as bigint)
        as cumulative_cost_cny,
    budget_cny,
    case
        when is_unpriced then 'none'
        when gap_low >= greatest(recommended_places, 1) then 'high'
        when gap_low > 0 then 'medium'
        else 'low'
    end as confidence,
    cast(coalesce(recommended_places, 0) as bigint) as numerator,
    gap_high as denominator,
    cast(0 as bigint) as unknown,
    case when not is_unpriced then {{ share('recommended_places', 'gap_high') }} end as value,
    case when is_unpriced then 'not_available' else 'ok' end as status
from given
