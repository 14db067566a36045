with codes as (
    select * from {{ source('codes', 'regions') }}
)

select
    code,
    name_zh,
    name_en,
    level,
    parent_code
from codes
