with decisions as (
    select * from {{ source('internal', 'decision') }}
)

select
    decision_no,
    kind,
    old_person_key,
    new_person_key,
    recorded_at
from decisions
