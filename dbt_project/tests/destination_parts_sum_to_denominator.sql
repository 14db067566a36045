-- domain.md 4.2, M01: contract, flexible, entrepreneurship, further study, seeking, not seeking, disputed, no record.
with metrics as (
    select * from {{ ref('mart_metric') }}
),

parts as (
    select
        cohort,
        cutoff_date,
        {{ metric_cell_columns() | join(',\n        ') }},
        sum(numerator) as counted,
        max(denominator) as denominator
    from metrics
    where metric_id in ('{{ destination_parts().keys() | join("', '") }}')
    group by cohort, cutoff_date, {{ metric_cell_columns() | join(', ') }}
)

select *
from parts
where counted <> denominator
