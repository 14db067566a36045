with codes as (
    select * from {{ source('codes', 'occupation_skill') }}
)

select
    occupation_code,
    skill_code,
    weight
from codes
