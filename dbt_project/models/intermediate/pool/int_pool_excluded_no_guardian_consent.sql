with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

-- An unknown age counts as under age: unknown is never yes. A signed day does not outweigh a plain no beside it.
select
    person_key,
    'no_guardian_consent' as exclusion_code
from candidates
where
    has_intention
    and coalesce(age_18_on > {{ as_of_date() }}, true)
    and (coalesce(guardian_consent_date > {{ as_of_date() }}, true) or coalesce(not guardian_informed, false))
