with history as (
    select * from {{ ref('int_workforce_history') }}
),

enterprises as (
    select * from {{ ref('int_workforce_enterprise') }}
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

quarters as (
    select distinct
        cast(extract(year from reported_on) as bigint) as year,
        cast(extract(quarter from reported_on) as bigint) as quarter
    from history
),

quarter_ends as (
    select
        year,
        quarter,
        cast(year as {{ dbt.type_string() }}) || '-Q' || cast(quarter as {{ dbt.type_string() }}) as quarter_label,
        {{ add_days(add_months("cast(cast(year as " ~ dbt.type_string() ~ ") || '-01-01' as date)", '3 * quarter'), -1) }} as quarter_end
    from quarters
),

reports as (
    select distinct
        uscc,
        period,
        reported_on
    from history
),

-- The state of an enterprise at the end of a quarter is its newest report until then, if that is not too old.
states as (
    select
        quarter_ends.quarter_label,
        quarter_ends.quarter_end,
        reports.uscc,
        reports.period,
        row_number() over (partition by quarter_ends.quarter_label, reports.uscc order by reports.period desc) as nth
    from quarter_ends
    cross join thresholds
    inner join reports
        on quarter_ends.quarter_end >= reports.reported_on
        and reports.reported_on >= {{ add_months('quarter_ends.quarter_end', '-thresholds.workforce_report_months') }}
),

skilled as (
    select
        states.quarter_label,
        states.quarter_end,
        states.uscc,
        enterprises.region_code,
        history.occupation_code,
        sum(case when levels.high_skilled then history.staff_count else 0 end) as high_skilled_count,
        sum(case when history.ladder_rank >= 2 then history.staff_count else 0 end) as skilled_count,
        sum(history.staff_count) as staff_count
    from states
    inner join history
        on states.uscc = history.uscc
        and states.period = history.period
    inner join enterprises on states.uscc = enterprises.uscc
    left join levels on history.ladder_rank = levels.ladder_rank
    where states.nth = 1
    group by states.quarter_label, states.quarter_end, states.uscc, enterprises.region_code, history.occupation_code
),

groupings as (
    {% for by_region, by_occupation in [('true', 'true'), ('true', 'false'), ('false', 'true'), ('false', 'false')] -%}
    select
        {{ by_region }} as by_region,
        {{ by_occupation }} as by_occupation
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

spread as (
    select
        skilled.quarter_label,
        skilled.quarter_end,
        skilled.uscc,
        case when groupings.by_region then skilled.region_code else '*' end as region_code,
        case when groupings.by_occupation then skilled.occupation_code else '*' end as occupation_code,
        skilled.high_skilled_count,
        skilled.skilled_count,
        skilled.staff_count
    from skilled
    cross join groupings
),

summed as (
    select
        quarter_label,
        quarter_end,
        region_code,
        occupation_code,
        count(distinct uscc) as enterprise_count,
        sum(high_skilled_count) as numerator,
        sum(skilled_count) as denominator,
        sum(staff_count) as staff_count
    from spread
    group by quarter_label, quarter_end, region_code, occupation_code
),

-- Staff whose enterprise had reported them before, but not within the time that a report is good for.
known_before as (
    select
        quarter_ends.quarter_label,
        history.uscc,
        max(history.period) as period
    from quarter_ends
    cross join thresholds
    inner join history on quarter_ends.quarter_end >= history.reported_on
    group by quarter_ends.quarter_label, history.uscc
    having max(history.reported_on) < max({{ add_months('quarter_ends.quarter_end', '-thresholds.workforce_report_months') }})
),

lapsed_cells as (
    select
        known_before.quarter_label,
        case when groupings.by_region then enterprises.region_code else '*' end as region_code,
        case when groupings.by_occupation then history.occupation_code else '*' end as occupation_code,
        history.staff_count
    from known_before
    inner join history
        on known_before.uscc = history.uscc
        and known_before.period = history.period
    inner join enterprises on known_before.uscc = enterprises.uscc
    cross join groupings
    where history.ladder_rank >= 2
),

lapsed as (
    select
        quarter_label,
        region_code,
        occupation_code,
        sum(staff_count) as unknown
    from lapsed_cells
    group by quarter_label, region_code, occupation_code
),

judged as (
    select
        summed.*,
        coalesce(lapsed.unknown, 0) as unknown,
        case
            when summed.denominator = 0 then 'not_available'
            when coalesce(lapsed.unknown, 0) > thresholds.max_unknown_share * (summed.denominator + coalesce(lapsed.unknown, 0))
                then 'too_uncertain'
            when summed.quarter_end >= {{ as_of_date() }} then 'provisional'
            else 'ok'
        end as status
    from summed
    cross join thresholds
    left join lapsed
        on summed.quarter_label = lapsed.quarter_label
        and summed.region_code = lapsed.region_code
        and summed.occupation_code = lapsed.occupation_code
)

select
    {{ as_of() }} as as_of,
    quarter_label as quarter,
    quarter_end,
    region_code,
    occupation_code,
    cast(enterprise_count as bigint) as enterprise_count,
    cast(staff_count as bigint) as staff_count,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('numerator', 'denominator') }} end as value,
    status
from judged
