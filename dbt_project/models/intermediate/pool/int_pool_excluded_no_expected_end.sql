with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'no_expected_end' as exclusion_code
from candidates
where expected_end is null
