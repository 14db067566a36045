with codes as (
    select * from {{ source('codes', 'major_occupation') }}
)

select
    major_code,
    occupation_code,
    affinity,
    method
from codes
