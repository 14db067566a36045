with memberships as (
    select * from {{ ref('int_fairness_group') }}
),

choices as (
    select * from {{ ref('int_fairness_choice') }}
),

vocabulary as (
    select * from {{ ref('stg_code_vocabulary') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

pooled as (
    select
        attribute,
        group_code,
        count(*) as pool_people
    from memberships
    group by attribute, group_code
),

-- A group with nobody in the pool is shown too: of a vocabulary, a register, or the whole.
possible as (
    select
        list as attribute,
        code as group_code
    from vocabulary
    where list in ('gender', 'tier')
    union
    select
        'college' as attribute,
        institution_code as group_code
    from colleges
    {% for code in ['home_city', 'home_province', 'elsewhere'] -%}
    union
    select
        'home_region' as attribute,
        '{{ code }}' as group_code
    {% endfor -%}
    union
    select
        'all' as attribute,
        '*' as group_code
    union
    select
        attribute,
        group_code
    from pooled
),

lists as (
    {% for name in fairness_lists() -%}
    select '{{ name }}' as list_kind
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

chosen_people as (
    select
        list_kind,
        tie_no,
        sum(listings) as listings,
        sum(exposure) as exposure
    from choices
    group by list_kind, tie_no
),

chosen as (
    select
        chosen_people.list_kind,
        memberships.attribute,
        memberships.group_code,
        count(*) as selected_people,
        sum(chosen_people.listings) as listings,
        sum(chosen_people.exposure) as exposure
    from chosen_people
    inner join memberships on chosen_people.tie_no = memberships.tie_no
    group by chosen_people.list_kind, memberships.attribute, memberships.group_code
)

select
    lists.list_kind,
    possible.attribute,
    possible.group_code,
    cast(coalesce(pooled.pool_people, 0) as bigint) as pool_people,
    cast(coalesce(chosen.selected_people, 0) as bigint) as selected_people,
    cast(coalesce(chosen.listings, 0) as bigint) as listings,
    cast(coalesce(chosen.exposure, 0) as bigint) as exposure
from possible
cross join lists
left join pooled
    on possible.attribute = pooled.attribute
    and possible.group_code = pooled.group_code
left join chosen
    on lists.list_kind = chosen.list_kind
    and possible.attribute = chosen.attribute
    and possible.group_code = chosen.group_code
