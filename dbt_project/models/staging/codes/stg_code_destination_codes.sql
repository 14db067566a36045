with codes as (
    select * from {{ source('codes', 'destination_codes') }}
)

select
    code,
    name_zh,
    name_en,
    destination_group,
    is_settled,
    is_employed,
    is_directly_employed,
    in_denominator
from codes
