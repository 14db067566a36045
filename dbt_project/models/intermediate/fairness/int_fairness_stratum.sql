with memberships as (
    select * from {{ ref('int_fairness_group') }}
    where attribute <> 'all'
),

choices as (
    select * from {{ ref('int_fairness_choice') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

lists as (
    {% for name in fairness_lists() -%}
    select '{{ name }}' as list_kind
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

reached as (
    select
        memberships.attribute,
        memberships.group_code,
        reach.occupation_seq,
        count(*) as reached_people
    from reach
    inner join memberships on reach.tie_no = memberships.tie_no
    group by memberships.attribute, memberships.group_code, reach.occupation_seq
),

chosen as (
    select
        choices.list_kind,
        memberships.attribute,
        memberships.group_code,
        choices.occupation_seq,
        count(*) as selected_people
    from choices
    inner join memberships on choices.tie_no = memberships.tie_no
    group by choices.list_kind, memberships.attribute, memberships.group_code, choices.occupation_seq
)

select
    lists.list_kind,
    reached.attribute,
    reached.group_code,
    reached.occupation_seq,
    cast(reached.reached_people as bigint) as reached_people,
    cast(coalesce(chosen.selected_people, 0) as bigint) as selected_people
from reached
cross join lists
left join chosen
    on lists.list_kind = chosen.list_kind
    and reached.attribute = chosen.attribute
    and reached.group_code = chosen.group_code
    and reached.occupation_seq = chosen.occupation_seq
