with codes as (
    select * from {{ source('codes', 'accepted_evidence') }}
)

select
    destination_code,
    evidence_type
from codes
