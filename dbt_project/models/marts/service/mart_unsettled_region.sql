with graduates as (
    select * from {{ ref('int_graduate_status') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

regions as (
    select
        region_code,
        cohort,
        count(*) as graduates,
        sum(case when not is_settled then 1 else 0 end) as unsettled,
        sum(case when is_settled_since then 1 else 0 end) as settled_since,
        sum(case
            when not is_settled and {{ epoch_day(as_of_date()) }} - {{ epoch_day('open_since') }} > 90 then 1
            else 0
        end) as open_over_90_days,
        sum(case when last_status in ('no_record', 'disputed', 'unknown_code') then 1 else 0 end) as unknown
    from graduates
    group by region_code, cohort
),

judged as (
    select
        regions.*,
        {{ share_status('regions.unsettled', 'regions.graduates', 'regions.unknown', 'thresholds.max_unknown_share') }} as status
    from regions
    cross join thresholds
)

select
    region_code,
    cohort,
    cast(graduates as bigint) as graduates,
    cast(unsettled as bigint) as unsettled,
    cast(settled_since as bigint) as settled_since,
    cast(open_over_90_days as bigint) as open_over_90_days,
    'not_available' as reached_status,
    cast(unsettled as bigint) as numerator,
    cast(graduates as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status = 'ok' then {{ share('unsettled', 'graduates') }} end as value,
    status,
    {{ as_of() }} as as_of
from judged
