with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'consent_withdrawn' as exclusion_code
from candidates
where withdrawn_date <= {{ as_of_date() }}
