with codes as (
    select * from {{ source('codes', 'certificate_skill') }}
)

select
    occupation_code,
    min_ladder_rank,
    skill_code
from codes
