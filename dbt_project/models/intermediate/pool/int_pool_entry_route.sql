with candidates as (
    select * from {{ ref('int_pool_candidate') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

windows as (
    select
        candidates.*,
        {{ add_months(as_of_date(), 'thresholds.pool_months_before_end') }} as final_year_until,
        {{ add_months(as_of_date(), '-thresholds.pool_months_after_end') }} as graduates_since,
        {{ add_days(as_of_date(), '-thresholds.seeking_confirmed_days') }} as confirmed_since
    from candidates
    cross join thresholds
),

judged as (
    select
        person_key,
        status in ('active', 'leave')
        and is_current
        and expected_end > {{ as_of_date() }}
        and expected_end <= final_year_until as is_graduating,
        status = 'graduated'
        and ended_on >= graduates_since
        and ended_on <= {{ as_of_date() }}
        and (is_disputed or coalesce(destination_group, 'seeking') = 'seeking') as is_unsettled_graduate,
        seeking = 'seeking'
        and seeking_confirmed_on >= confirmed_since
        and seeking_confirmed_on <= {{ as_of_date() }} as is_seeking
    from windows
)

select
    person_key,
    case
        when is_unsettled_graduate then 'unsettled_graduate'
        when is_graduating then 'graduating'
        when is_seeking then 'seeking'
    end as entry_route
from judged
