with candidates as (
    select * from {{ ref('int_pool_candidate') }}
)

-- In service: learning beside a job, or at work by an undisputed destination.
select
    person_key,
    'in_service' as exclusion_code
from candidates
where
    (coalesce(learner_kind, 'full_time') = 'in_service' or is_employed)
    and seeking <> 'seeking'
