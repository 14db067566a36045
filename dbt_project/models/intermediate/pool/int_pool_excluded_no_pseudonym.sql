with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'no_pseudonym' as exclusion_code
from candidates
where not has_pseudonym
