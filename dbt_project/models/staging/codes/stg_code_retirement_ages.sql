with codes as (
    select * from {{ source('codes', 'retirement_ages') }}
)

select
    gender,
    job_sequence,
    valid_from,
    valid_to,
    age_months
from codes
