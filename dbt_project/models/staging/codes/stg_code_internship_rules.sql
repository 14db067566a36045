with codes as (
    select * from {{ source('codes', 'internship_rules') }}
)

select
    rule_id,
    rule_code,
    implemented_by,
    title_en,
    title_zh,
    severity,
    attached_to,
    due,
    legal_source,
    valid_from,
    valid_to
from codes
