with codes as (
    select * from {{ source('codes', 'major_skill') }}
)

select
    major_code,
    skill_code
from codes
