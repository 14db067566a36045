with bases as (
    select * from {{ ref('int_training_base_with_parent') }}
),

sessions as (
    select * from {{ ref('int_training_session') }}
    where has_ended and base_id is not null
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

used as (
    select
        base_id,
        cast(extract(year from session_day) as bigint) as year,
        count(*) as sessions,
        sum(attended) as trained,
        sum(attended_unknown) as trained_unknown,
        sum(passed) as passed,
        sum(certified) as certified
    from sessions
    group by base_id, cast(extract(year from session_day) as bigint)
),

-- A base that nobody used has its row too: the years in which any base was used, and the present one.
years as (
    select year from used
    union
    select cast(extract(year from {{ as_of_date() }}) as bigint) as year
),

base_years as (
    select
        bases.*,
        years.year,
        least({{ month_day('years.year', '1231') }}, {{ as_of_date() }}) as last_day
    from bases
    cross join years
),

judged as (
    select
        base_years.*,
        feeds.has_training_session,
        feeds.has_training_session and feeds.has_training_record and feeds.has_certificate as has_certified,
        coalesce(used.sessions, 0) as sessions,
        coalesce(used.trained, 0) as trained,
        coalesce(used.trained_unknown, 0) as trained_unknown,
        coalesce(used.passed, 0) as passed,
        coalesce(used.certified, 0) as certified,
        {{ rate_status(
            mature='true',
            delivered='feeds.has_training_session',
            denominator='base_years.capacity_per_year',
            unknown='coalesce(used.trained_unknown, 0)',
            open='base_years.year >= extract(year from ' ~ as_of_date() ~ ')',
        ) }} as status
    from base_years
    left join used
        on base_years.base_id = used.base_id
        and base_years.year = used.year
    cross join feeds
    cross join thresholds
)

select
    base_id,
    year,
    {{ as_of() }} as as_of,
    base_name,
    base_type,
    institution_code,
    uscc,
    region as region_code,
    max_level,
    workstations,
    capacity_per_year,
    case when has_training_session then cast(sessions as bigint) end as sessions,
    case when has_training_session then cast(trained as bigint) end as trained,
    case when has_training_session then cast(passed as bigint) end as passed,
    case when has_certified then cast(certified as bigint) end as certified,
    case when has_training_session then trained > capacity_per_year end as is_over_capacity,
    accredited_level,
    case
        when accredited_level is null then false
        when expiry < last_day or accredited_date > last_day then false
        when accredited_date is not null then true
    end as is_accredited,
    cast(trained as bigint) as numerator,
    capacity_per_year as denominator,
    cast(trained_unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('trained', 'capacity_per_year') }} end as value,
    status
from judged
