with {{ metric_imports('pool', ref('int_metric_pool_reach')) }},

spread as (
    {{ metric_spread('pool', ['is_mature', 'is_open', 'person_key', 'reach_key', 'openings', 'member_count']) }}
),

-- A member who wishes several cities stands in several rows of one cell, so people are counted and never summed.
cells as (
    select
        cohort,
        cutoff_date,
        {{ metric_cell_columns() | join(',\n        ') }},
        max(case when is_mature then 1 else 0 end) as is_mature,
        max(case when is_open then 1 else 0 end) as is_open,
        count(distinct reach_key) as reach_count,
        count(distinct person_key) as person_count,
        sum(openings) as openings,
        max(member_count) as member_count
    from spread
    group by cohort, cutoff_date, {{ metric_cell_columns() | join(', ') }}
)

select
    'pool_reach_per_opening' as metric_id,
    cohort,
    cutoff_date,
    {{ metric_cell_columns() | join(',\n    ') }},
    is_mature,
    is_open,
    cast(reach_count as bigint) as numerator,
    cast(openings as bigint) as denominator,
    cast(0 as bigint) as unknown,
    cast(0 as bigint) as left_out,
    cast(null as decimal(18, 6)) as amount
from cells
union all
select
    'pool_reach_people' as metric_id,
    cohort,
    cutoff_date,
    {{ metric_cell_columns() | join(',\n    ') }},
    is_mature,
    is_open,
    cast(person_count as bigint) as numerator,
    cast(member_count as bigint) as denominator,
    cast(0 as bigint) as unknown,
    cast(0 as bigint) as left_out,
    cast(person_count as decimal(18, 6)) as amount
from cells
