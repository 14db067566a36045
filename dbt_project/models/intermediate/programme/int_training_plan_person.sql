with attendances as (
    select * from {{ ref('int_training_attendance') }}
)

select
    plan_id,
    person_key,
    min(case when has_attended then session_day end) as attended_on,
    min(case when has_attended and has_passed then session_day end) as passed_on,
    min(certified_on) as certified_on,
    min(case when is_certificate_unknown then session_day end) as certificate_unknown_on
from attendances
where plan_id is not null
group by plan_id, person_key
