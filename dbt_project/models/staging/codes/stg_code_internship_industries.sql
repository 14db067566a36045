with codes as (
    select * from {{ source('codes', 'internship_industries') }}
)

select
    rule_id,
    industry_prefix,
    severity
from codes
