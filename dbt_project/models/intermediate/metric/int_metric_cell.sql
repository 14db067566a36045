with catalogue as (
    select * from {{ ref('int_metric_catalogue') }}
),

cells as (
    select * from {{ ref('int_metric_family_cell') }}
),

found as (
    select distinct metric_id from cells
),

-- A metric that no row speaks about is one that the feeds do not support: it is said, not left out.
unsupported as (
    select
        catalogue.metric_id,
        '*' as cohort,
        {{ as_of_date() }} as cutoff_date,
        {% for column in metric_cell_columns() -%}
        '*' as {{ column }},
        {% endfor -%}
        1 as is_mature,
        0 as is_open,
        cast(0 as bigint) as numerator,
        cast(0 as bigint) as denominator,
        cast(0 as bigint) as unknown,
        cast(0 as bigint) as left_out,
        cast(null as decimal(18, 6)) as amount
    from catalogue
    left join found on catalogue.metric_id = found.metric_id
    where found.metric_id is null
),

everything as (
    select * from cells
    union all
    select * from unsupported
)

select
    everything.metric_id,
    catalogue.metric_version,
    everything.cohort,
    everything.cutoff_date,
    {{ metric_cell_columns('everything.') | join(',\n    ') }},
    everything.is_mature,
    everything.is_open,
    everything.numerator,
    everything.denominator,
    everything.unknown,
    everything.left_out,
    catalogue.unit,
    everything.amount
from everything
inner join catalogue on everything.metric_id = catalogue.metric_id
