with codes as (
    select * from {{ source('codes', 'skills') }}
)

select
    code,
    name_zh,
    name_en
from codes
