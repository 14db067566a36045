with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'no_major' as exclusion_code
from candidates
where major_code is null
