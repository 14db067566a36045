with codes as (
    select * from {{ source('codes', 'industries') }}
)

select
    code,
    name_zh,
    name_en,
    section
from codes
