with codes as (
    select * from {{ source('codes', 'thresholds') }}
)

select
    name,
    value,
    unit,
    valid_from,
    valid_to
from codes
