with pairs as (
    select * from {{ ref('int_mentorship_with_parent') }}
    where start_date <= {{ as_of_date() }}
),

certificates as (
    select * from {{ ref('stg_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and result = 'pass'
        and coalesce(status, 'valid') <> 'revoked'
        and issue_date <= {{ as_of_date() }}
        and person_key is not null
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

ends as (
    select
        *,
        coalesce(ended_on, planned_end) as last_day,
        least(planned_end, coalesce(ended_on, planned_end)) as due_on
    from pairs
),

windows as (
    select
        ends.*,
        {{ add_days('ends.due_on', 'thresholds.certificate_window_days') }} as window_end
    from ends
    cross join thresholds
),

levels as (
    select
        windows.pairing_id,
        max(case when certificates.issue_date <= windows.start_date then certificates.level end) as rank_before,
        max(case when certificates.issue_date > windows.start_date then certificates.level end) as rank_after
    from windows
    inner join certificates
        on windows.apprentice_key = certificates.person_key
        and windows.occupation_code = certificates.occupation_code
        and windows.window_end >= certificates.issue_date
    group by windows.pairing_id
),

ranked as (
    select
        windows.*,
        greatest(coalesce(levels.rank_before, 0), coalesce(windows.apprentice_level, 0)) as rank_before,
        coalesce(levels.rank_after, 0) as rank_after
    from windows
    left join levels on windows.pairing_id = levels.pairing_id
)

select
    pairing_id,
    uscc,
    coalesce(occupation_code, 'unknown') as occupation_code,
    mentor_key,
    apprentice_key,
    start_date,
    last_day,
    due_on,
    due_on <= {{ as_of_date() }} as is_due,
    case when due_on <= {{ as_of_date() }} then final_result end as result,
    rank_before,
    rank_after,
    case
        when occupation_code is not null and window_end <= {{ as_of_date() }} then greatest(rank_after - rank_before, 0)
    end as levels_gained
from ranked
