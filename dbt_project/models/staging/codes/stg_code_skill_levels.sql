with codes as (
    select * from {{ source('codes', 'skill_levels') }}
)

select
    ladder_rank,
    national_level,
    name_zh,
    name_en,
    high_skilled
from codes
