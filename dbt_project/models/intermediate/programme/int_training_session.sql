with sessions as (
    select * from {{ ref('int_training_session_with_parent') }}
),

attendances as (
    select * from {{ ref('int_training_attendance') }}
),

named as (
    select
        session_id,
        count(*) as named_count,
        sum({{ flag('has_attended is not null') }}) as known_count,
        sum({{ flag('has_attended') }}) as attended_count,
        sum({{ flag('has_attended and has_passed is not null') }}) as judged_count,
        sum({{ flag('has_attended and has_passed') }}) as passed_count,
        sum({{ flag('certified_on is not null') }}) as certified_count,
        sum({{ flag('is_certificate_unknown') }}) as certificate_unknown_count
    from attendances
    group by session_id
),

counted as (
    select
        sessions.session_id,
        sessions.plan_id,
        sessions.base_id,
        sessions.uscc,
        sessions.start_date,
        sessions.training_hours,
        sessions.enrolled_count,
        sessions.attended_count,
        sessions.passed_count,
        coalesce(sessions.end_date, sessions.start_date) as session_day,
        coalesce(sessions.end_date, sessions.start_date) <= {{ as_of_date() }}
        and (
            sessions.end_date is not null
            or sessions.attended_count is not null
            or coalesce(named.attended_count, 0) > 0
        ) as has_ended,
        coalesce(named.named_count, 0) as named_count,
        coalesce(named.known_count, 0) as known_count,
        coalesce(named.attended_count, 0) as named_attended,
        coalesce(named.judged_count, 0) as judged_count,
        coalesce(named.passed_count, 0) as named_passed,
        coalesce(named.certified_count, 0) as certified,
        coalesce(named.certificate_unknown_count, 0) as certified_unknown
    from sessions
    left join named on sessions.session_id = named.session_id
),

attended as (
    select
        *,
        case when has_ended then greatest(coalesce(attended_count, 0), named_attended) else 0 end as attended,
        case
            when has_ended and attended_count is null
                then greatest(coalesce(enrolled_count, 0), named_count) - known_count
            else 0
        end as attended_unknown
    from counted
)

select
    session_id,
    plan_id,
    base_id,
    uscc,
    start_date,
    session_day,
    has_ended,
    cast(training_hours as decimal(18, 2)) as training_hours,
    cast(attended as bigint) as attended,
    cast(case when has_ended then attended - named_attended else 0 end as bigint) as unnamed_attended,
    cast(attended_unknown as bigint) as attended_unknown,
    cast(case when has_ended then greatest(coalesce(passed_count, 0), named_passed) else 0 end as bigint) as passed,
    cast(case when has_ended then greatest(coalesce(passed_count, 0) - named_passed, 0) else 0 end as bigint) as unnamed_passed,
    cast(case when has_ended and passed_count is null then attended - judged_count else 0 end as bigint) as passed_unknown,
    cast(case when has_ended then certified else 0 end as bigint) as certified,
    cast(case when has_ended then certified_unknown else 0 end as bigint) as certified_unknown
from attended
