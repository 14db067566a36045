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
            when cells.denominator = 0 then 'not_available'
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
    cell_college as college_code,
    cell_major_class as major_class,
    '*' as tier,
    '*' as region_code,
    '*' as occupation_code,
    '*' as enterprise_uscc,
    '*' as gender,
    numerator,
    denominator,
    unknown,
    case
        when status not in ('ok', 'provisional') then null
        when unit = 'share' then {{ share('numerator', 'denominator') }}
        else cast(amount as decimal(18, 6))
    end as value,
    unit,
    status
from judged
