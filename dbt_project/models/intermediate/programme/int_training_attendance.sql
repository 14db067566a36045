with records as (
    select * from {{ ref('int_training_record_with_parent') }}
    where person_key is not null
),

sessions as (
    select * from {{ ref('int_training_session_with_parent') }}
),

certificates as (
    select * from {{ ref('stg_certificate') }}
    where certificate_key is not null and person_key is not null
),

-- One certificate may stand in several applications: one row per certificate before the join.
register as (
    select
        certificate_key,
        person_key,
        min(case
            when result = 'pass' and coalesce(status, 'valid') <> 'revoked' and issue_date <= {{ as_of_date() }}
                then issue_date
        end) as issued_on
    from certificates
    group by certificate_key, person_key
)

select
    records.session_id,
    records.person_key,
    sessions.plan_id,
    sessions.base_id,
    coalesce(sessions.end_date, sessions.start_date) as session_day,
    case
        when records.attended_hours > 0 then true
        when records.passed then true
        when records.attended_hours = 0 then false
    end as has_attended,
    records.passed as has_passed,
    register.issued_on as certified_on,
    records.certificate_key is not null and register.certificate_key is null as is_certificate_unknown
from records
inner join sessions on records.session_id = sessions.session_id
left join register
    on records.certificate_key = register.certificate_key
    and records.person_key = register.person_key
where coalesce(sessions.end_date, sessions.start_date) <= {{ as_of_date() }}
