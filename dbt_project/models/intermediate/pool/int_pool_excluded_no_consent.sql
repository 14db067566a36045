with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

select
    person_key,
    'no_consent' as exclusion_code
from candidates
where has_intention and not (coalesce(pool_consent, false) and coalesce(consent_date <= {{ as_of_date() }}, false))
