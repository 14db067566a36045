with codes as (
    select * from {{ source('codes', 'internship_barred_work') }}
)

select
    person_group,
    kind,
    code,
    valid_from,
    valid_to
from codes
