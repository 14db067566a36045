with cells as (
    select * from {{ ref('int_workforce') }}
),

flows as (
    select * from {{ ref('int_workforce_flow') }}
),

enterprises as (
    select * from {{ ref('int_workforce_enterprise') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

coverage as (
    select
        region_code,
        sum({{ flag('is_due') }}) as enterprises_due,
        sum({{ flag('is_due and has_recent_report') }}) as enterprises_reporting,
        sum(case when is_due then headcount else 0 end) as headcount_due,
        sum(case when is_due and has_recent_report then headcount else 0 end) as headcount_reporting
    from enterprises
    group by region_code
),

counted as (
    select
        occupation_code,
        ladder_rank,
        region_code,
        count(distinct case when has_recent_report then uscc end) as enterprise_count,
        sum(case when has_recent_report then staff_count else 0 end) as staff_count,
        sum(case when has_recent_report then 0 else staff_count end) as unknown,
        sum(case when has_recent_report and (is_hires_unknown or is_leavers_unknown) then staff_count else 0 end) as flows_unknown,
        {% for band in age_bands() -%}
        sum(case when has_recent_report and age_band = '{{ band }}' then staff_count else 0 end) as staff_{{ band }},
        {% endfor -%}
        {% for name in ['1y_low', '1y_high', '3y_low', '3y_high', '5y_low', '5y_high'] -%}
        sum(case when has_recent_report then retiring_{{ name }} else 0 end) as retiring_{{ name }},
        {% endfor -%}
        sum(case when has_recent_report then gender_unknown_count else 0 end) as gender_unknown_count
    from cells
    group by occupation_code, ladder_rank, region_code
),

moved as (
    select
        occupation_code,
        ladder_rank,
        region_code,
        sum(hires_12m) as hires_12m,
        sum(leavers_12m) as leavers_12m
    from flows
    group by occupation_code, ladder_rank, region_code
),

judged as (
    select
        counted.*,
        moved.hires_12m,
        moved.leavers_12m,
        coalesce(coverage.enterprises_due, 0) as enterprises_due,
        coalesce(coverage.enterprises_reporting, 0) as enterprises_reporting,
        coalesce(coverage.headcount_due, 0) as headcount_due,
        coalesce(coverage.headcount_reporting, 0) as headcount_reporting,
        moved.hires_12m is not null
        and moved.leavers_12m is not null
        and counted.flows_unknown <= thresholds.max_unknown_share * counted.staff_count as has_flows,
        case
            when counted.staff_count = 0 then 'not_available'
            when counted.unknown > thresholds.max_unknown_share * (counted.staff_count + counted.unknown) then 'too_uncertain'
            when
                coverage.headcount_due - coverage.headcount_reporting > thresholds.max_unknown_share * coverage.headcount_due
                then 'too_uncertain'
            else 'ok'
        end as status
    from counted
    cross join thresholds
    left join moved
        on counted.occupation_code = moved.occupation_code
        and counted.ladder_rank = moved.ladder_rank
        and counted.region_code = moved.region_code
    left join coverage on counted.region_code = coverage.region_code
)

select
    {{ as_of() }} as as_of,
    occupation_code,
    ladder_rank,
    region_code,
    cast(enterprise_count as bigint) as enterprise_count,
    cast(staff_count as bigint) as staff_count,
    cast(gender_unknown_count as bigint) as gender_unknown_count,
    {% for band in age_bands() -%}
    cast(staff_{{ band }} as bigint) as staff_{{ band }},
    {% endfor -%}
    {% for years in [1, 3, 5] -%}
    cast(retiring_{{ years }}y_low as bigint) as retiring_{{ years }}y_low,
    cast(retiring_{{ years }}y_high as bigint) as retiring_{{ years }}y_high,
    {% endfor -%}
    cast(hires_12m as bigint) as hires_12m,
    cast(leavers_12m as bigint) as leavers_12m,
    cast(flows_unknown as bigint) as flows_unknown,
    case when has_flows and status = 'ok' then {{ share('hires_12m', 'staff_count') }} end as hire_rate,
    case when has_flows and status = 'ok' then {{ share('leavers_12m', 'staff_count') }} end as leave_rate,
    {% for years in [1, 3, 5] -%}
    cast(case when has_flows then {{ years }} * hires_12m - {{ years }} * leavers_12m - retiring_{{ years }}y_high end as bigint) as net_{{ years }}y_low,
    cast(case when has_flows then {{ years }} * hires_12m - greatest({{ years }} * leavers_12m, retiring_{{ years }}y_low) end as bigint) as net_{{ years }}y_high,
    {% endfor -%}
    cast(enterprises_due as bigint) as enterprises_due,
    cast(enterprises_reporting as bigint) as enterprises_reporting,
    cast(headcount_due as bigint) as headcount_due,
    cast(headcount_reporting as bigint) as headcount_reporting,
    cast(retiring_5y_low as bigint) as numerator,
    cast(retiring_5y_high as bigint) as numerator_high,
    cast(staff_count as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status = 'ok' then {{ share('retiring_5y_low', 'staff_count') }} end as value,
    case when status = 'ok' then {{ share('retiring_5y_high', 'staff_count') }} end as value_high,
    status
from judged
