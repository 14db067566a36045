with events as (
    select * from {{ source('internal', 'pool_withdrawal') }}
),

aliases as (
    select * from {{ ref('stg_person_alias') }}
)

select
    events.event_no,
    coalesce(aliases.kept_person_key, events.person_key) as person_key,
    events.event,
    events.recorded_at,
    cast({{ dbt.dateadd('hour', var('civil_zone_offset_hours'), 'events.recorded_at') }} as date) as recorded_on
from events
left join aliases on events.person_key = aliases.old_person_key
