with steps as (
    select * from {{ source('internal', 'introduction') }}
),

aliases as (
    select * from {{ ref('stg_person_alias') }}
)

select
    steps.event_no,
    steps.introduction_no,
    steps.event,
    nullif(steps.reason, '') as declined_reason,
    steps.uscc,
    steps.vacancy_id,
    coalesce(aliases.kept_person_key, steps.person_key) as person_key,
    steps.institution_code,
    cast({{ dbt.dateadd('hour', var('civil_zone_offset_hours'), 'steps.recorded_at') }} as date) as recorded_on
from steps
left join aliases on steps.person_key = aliases.old_person_key
