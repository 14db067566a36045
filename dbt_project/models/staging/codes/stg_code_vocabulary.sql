with codes as (
    select * from {{ source('codes', 'vocabulary') }}
)

select
    list,
    code,
    name_en,
    name_zh
from codes
