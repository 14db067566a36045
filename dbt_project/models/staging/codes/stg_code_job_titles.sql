with codes as (
    select * from {{ source('codes', 'job_titles') }}
)

select
    title,
    occupation_code,
    version
from codes
