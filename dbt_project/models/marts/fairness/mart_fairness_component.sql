with gaps as (
    select * from {{ ref('int_fairness_gap') }}
),

counts as (
    select * from {{ ref('int_fairness_count') }}
    where list_kind = 'top_50'
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

components as (
    {% for component in fairness_components() -%}
    select
        '{{ component }}' as component,
        weight_{{ component }} as component_weight,
        weights_version
    from parameters
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

weighed as (
    select
        counts.attribute,
        counts.group_code,
        components.component,
        components.component_weight,
        components.weights_version,
        counts.pool_people,
        gaps.mean_points,
        gaps.other_mean_points,
        cast(components.component_weight * (gaps.mean_points - gaps.other_mean_points) as decimal(18, 6)) as score_gap
    from counts
    cross join components
    left join gaps
        on counts.attribute = gaps.attribute
        and counts.group_code = gaps.group_code
        and components.component = gaps.component
),

ranked as (
    select
        *,
        row_number() over (
            partition by attribute, group_code
            order by coalesce(score_gap, 0) asc, component_weight desc, component asc
        ) as nth
    from weighed
)

select
    attribute,
    group_code,
    component,
    {{ as_of() }} as as_of,
    pool_people,
    component_weight,
    mean_points,
    other_mean_points,
    score_gap,
    nth = 1 and coalesce(score_gap, 0) < 0 as is_largest_loss,
    weights_version
from ranked
