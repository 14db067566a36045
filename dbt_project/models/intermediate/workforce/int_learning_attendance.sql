with records as (
    select * from {{ ref('int_training_record_with_parent') }}
),

sessions as (
    select * from {{ ref('int_training_session_with_parent') }}
),

attendances as (
    select * from {{ ref('int_training_attendance') }}
)

-- A record whose session is not known is kept, since its person may have learned: day and attendance are unknown.
select
    records.session_id,
    records.person_key,
    records.employer_uscc,
    records.age_band,
    attendances.session_day as day,
    attendances.has_attended
from records
left join sessions on records.session_id = sessions.session_id
left join attendances
    on records.session_id = attendances.session_id
    and records.person_key = attendances.person_key
where
    records.person_key is not null
    and (sessions.session_id is null or attendances.session_id is not null)
