with codes as (
    select * from {{ source('codes', 'bands') }}
)

select
    list,
    code,
    low,
    high
from codes
