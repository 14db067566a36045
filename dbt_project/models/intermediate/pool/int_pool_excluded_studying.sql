with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'studying' as exclusion_code
from candidates
where destination_group = 'further_study' and not is_disputed and seeking <> 'seeking'
