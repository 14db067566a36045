with {{ metric_imports('retirement', ref('int_metric_retirement')) }},

spread as (
    {{ metric_spread('retirement', ['is_mature', 'is_open', 'person_parts', 'staff_count', 'unknown_count']) }}
),

cells as (
    select
        cohort,
        cutoff_date,
        {{ metric_cell_columns() | join(',\n        ') }},
        max(case when is_mature then 1 else 0 end) as is_mature,
        max(case when is_open then 1 else 0 end) as is_open,
        sum(person_parts) as person_parts,
        sum(staff_count) as staff_count,
        sum(unknown_count) as unknown_count
    from spread
    group by cohort, cutoff_date, {{ metric_cell_columns() | join(', ') }}
)

-- Sixtieths of people: whole people in the numerator, the exact sum in the value.
select
    'retirement_risk_share' as metric_id,
    cohort,
    cutoff_date,
    {{ metric_cell_columns() | join(',\n    ') }},
    is_mature,
    is_open,
    cast({{ int_div('person_parts + 30', 60) }} as bigint) as numerator,
    cast(staff_count as bigint) as denominator,
    cast(unknown_count as bigint) as unknown,
    cast(0 as bigint) as left_out,
    case when staff_count > 0 then {{ share('person_parts', '60 * staff_count') }} end as amount
from cells
