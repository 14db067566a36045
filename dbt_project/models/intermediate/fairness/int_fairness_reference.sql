with counts as (
    select * from {{ ref('int_fairness_count') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

whole as (
    select
        list_kind,
        pool_people
    from counts
    where attribute = 'all'
),

-- What is not known of people is no group that could be favoured, so it is compared and never compared with.
large as (
    select
        counts.*,
        {{ share('counts.selected_people', 'counts.pool_people') }} as selected_share
    from counts
    cross join thresholds
    inner join whole on counts.list_kind = whole.list_kind
    where
        counts.attribute <> 'all'
        and counts.group_code <> 'unknown'
        and counts.selected_people > 0
        and counts.pool_people >= thresholds.fairness_min_group_share * whole.pool_people
),

ranked as (
    select
        *,
        row_number() over (partition by list_kind, attribute order by selected_share desc, pool_people desc, group_code asc) as nth
    from large
)

select
    list_kind,
    attribute,
    group_code,
    pool_people,
    selected_people,
    exposure,
    selected_share
from ranked
where nth = 1
