with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'not_seeking' as exclusion_code
from candidates
where
    seeking = 'not_seeking'
    or (destination_group = 'not_seeking' and not is_disputed and seeking <> 'seeking')
