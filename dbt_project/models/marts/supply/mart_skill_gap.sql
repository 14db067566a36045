with gaps as (
    select * from {{ ref('int_supply_gap') }}
),

demand as (
    select * from {{ ref('int_supply_demand') }}
),

retirement as (
    select * from {{ ref('int_supply_retirement') }}
),

feeders as (
    select * from {{ ref('int_supply_feeder') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

reports as (
    select count(*) as report_count from retirement
),

-- Where nobody at all is known to finish in a year, the feeds do not say who will: that is no gap of everything.
known_years as (
    select years_ahead
    from gaps
    group by years_ahead
    having sum(supply_high) > 0
),

joined as (
    select
        gaps.*,
        coalesce(demand.openings_12m, 0) as openings_12m,
        coalesce(demand.openings_open, 0) as openings_open,
        coalesce(demand.filled_12m, 0) as numerator,
        coalesce(demand.openings_12m, 0) as denominator,
        coalesce(demand.unknown_12m, 0) as unknown,
        demand.twice_median_days,
        case when reports.report_count > 0 then coalesce(retirement.retiring_1y_high, 0) end as retiring_1y_high,
        case when reports.report_count > 0 then coalesce(retirement.retiring_3y_high, 0) end as retiring_3y_high,
        case when reports.report_count > 0 then coalesce(retirement.retiring_5y_low, 0) end as retiring_5y_low,
        case when reports.report_count > 0 then coalesce(retirement.retiring_5y_high, 0) end as retiring_5y_high,
        case when reports.report_count > 0 then 'ok' else 'not_available' end as retirement_status,
        case when known_years.years_ahead is not null then 'ok' else 'not_available' end as gap_status,
        {{ list_or_empty('feeders.feeding_majors') }} as feeding_majors,
        thresholds.max_unknown_share
    from gaps
    cross join thresholds
    cross join reports
    left join demand
        on gaps.occupation_code = demand.occupation_code
        and gaps.ladder_rank = demand.ladder_rank
        and gaps.region_code = demand.region_code
    left join retirement
        on gaps.occupation_code = retirement.occupation_code
        and gaps.ladder_rank = retirement.ladder_rank
        and gaps.region_code = retirement.region_code
    left join known_years on gaps.years_ahead = known_years.years_ahead
    left join feeders on gaps.occupation_code = feeders.occupation_code
),

judged as (
    select
        *,
        case
            when denominator = 0 then 'not_available'
            when unknown > max_unknown_share * denominator then 'too_uncertain'
            when openings_open > 0 then 'provisional'
            else 'ok'
        end as status
    from joined
)

select
    occupation_code,
    ladder_rank,
    region_code,
    year,
    {{ as_of() }} as as_of,
    openings_12m,
    openings_open,
    numerator,
    denominator,
    unknown,
    case when status in ('ok', 'provisional') then {{ share('numerator', 'denominator') }} end as value,
    status,
    cast(twice_median_days * cast(0.5 as decimal(2, 1)) as decimal(18, 1)) as median_days_to_fill,
    openings_12m + retiring_1y_high as forecast_need_12m,
    3 * openings_12m + retiring_3y_high as forecast_need_36m,
    retiring_5y_low,
    retiring_5y_high,
    retirement_status,
    pool_now,
    pool_by_major,
    pool_by_certificate,
    pool_by_internship,
    finishing_12m,
    finishing_24m,
    region_assumed,
    need_low,
    need_high,
    case when gap_status = 'ok' then supply_low end as supply_low,
    case when gap_status = 'ok' then supply_high end as supply_high,
    case when gap_status = 'ok' then gap_low end as gap_low,
    case when gap_status = 'ok' then gap_high end as gap_high,
    gap_status,
    feeding_majors
from judged
