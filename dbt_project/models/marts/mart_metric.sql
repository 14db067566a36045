with cells as (
    select * from {{ ref('int_metric_cell') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

judged as (
    select
        cells.*,
        case
            when cells.is_mature = 0 then 'not_mature'
            when cells.unknown >= cells.denominator then 'not_available'
            -- People whom a denominator leaves out because they are unknown make a value as uncertain as those inside.
            when cells.unknown + cells.left_out > thresholds.max_unknown_share * (cells.denominator + cells.left_out) then 'too_uncertain'
            when cells.is_open = 1 then 'provisional'
            else 'ok'
        end as status
    from cells
    cross join thresholds
)

select
    metric_id,
    metric_version,
    substr(cast(cutoff_date as {{ dbt.type_string() }}), 1, 7) as period,
    cutoff_date,
    {{ as_of() }} as as_of,
    cohort,
    {{ metric_cell_columns() | join(',\n    ') }},
    numerator,
    denominator,
    unknown,
    case
        when status not in ('ok', 'provisional') then null
        when amount is not null then amount
        else {{ share('numerator', 'denominator') }}
    end as value,
    unit,
    status
from judged
