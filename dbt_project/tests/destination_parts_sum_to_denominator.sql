-- What: contract, flexible, entrepreneurship, further study, seeking, not seeking, disputed and no record sum to D, as
-- domain.md 4.2 rules for M01.
-- Why: a graduate outside the parts, or in two of them, makes every destination rate wrong.
-- How to resolve: look in int_metric_destination for a destination code whose group no metric counts, or two count.
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
