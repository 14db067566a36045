with points as (
    select * from {{ ref('int_fairness_points') }}
),

memberships as (
    select * from {{ ref('int_fairness_group') }}
),

sums as (
    select
        memberships.attribute,
        memberships.group_code,
        points.occupation_seq,
        {% for component in fairness_components() -%}
        sum(points.{{ component }}_points) as {{ component }}_points,
        {% endfor -%}
        count(*) as people
    from points
    inner join memberships on points.tie_no = memberships.tie_no
    group by memberships.attribute, memberships.group_code, points.occupation_seq
),

everybody as (
    select * from sums
    where attribute = 'all'
),

-- The group beside all others who reach the same occupation; an occupation weighs by how many of both there are.
beside as (
    select
        sums.attribute,
        sums.group_code,
        sums.people,
        everybody.people as all_people,
        {% for component in fairness_components() -%}
        sums.{{ component }}_points,
        everybody.{{ component }}_points - sums.{{ component }}_points as other_{{ component }}_points,
        {% endfor -%}
        everybody.people - sums.people as other_people
    from sums
    inner join everybody on sums.occupation_seq = everybody.occupation_seq
    where sums.attribute <> 'all'
),

weighed as (
    select
        attribute,
        group_code,
        {% for component in fairness_components() -%}
        sum({{ int_div('100 * ' ~ component ~ '_points * other_people', 'all_people') }}) as {{ component }}_sum,
        sum({{ int_div('100 * other_' ~ component ~ '_points * people', 'all_people') }}) as other_{{ component }}_sum,
        {% endfor -%}
        sum({{ int_div('100 * people * other_people', 'all_people') }}) as weight
    from beside
    group by attribute, group_code
)

{% for component in fairness_components() -%}
select
    attribute,
    group_code,
    '{{ component }}' as component,
    case when weight > 0 then {{ share(component ~ '_sum', 'weight') }} end as mean_points,
    case when weight > 0 then {{ share('other_' ~ component ~ '_sum', 'weight') }} end as other_mean_points
from weighed
{{ "union all" if not loop.last }}
{% endfor -%}
