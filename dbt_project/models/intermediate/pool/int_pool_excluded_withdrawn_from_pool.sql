with candidates as (
    select * from {{ ref('int_pool_candidate') }}
),

withdrawals as (
    select * from {{ ref('int_pool_withdrawal') }}
)

select
    candidates.person_key,
    'withdrawn_from_pool' as exclusion_code
from candidates
inner join withdrawals on candidates.person_key = withdrawals.person_key
where not withdrawals.has_newer_consent
