with codes as (
    select * from {{ source('codes', 'evidence_grades') }}
)

select
    rank,
    evidence_type,
    verification_status,
    graduate_confirmed,
    social_insurance_seen,
    grade
from codes
