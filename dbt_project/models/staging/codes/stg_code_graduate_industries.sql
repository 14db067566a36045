with codes as (
    select * from {{ source('codes', 'graduate_industries') }}
)

select
    code,
    name_zh,
    name_en,
    section
from codes
