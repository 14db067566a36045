with codes as (
    select * from {{ source('codes', 'regions') }}
)

select
    code,
    name_zh,
    name_en,
    level,
    parent_code,
    valid_from,
    valid_to
from codes
