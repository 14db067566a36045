with codes as (
    select * from {{ source('codes', 'entitlements') }}
)

select
    entitlement,
    scheme,
    ground,
    min_ladder_rank,
    max_ladder_rank,
    award_tier,
    workers_only,
    amount_cny,
    claim_days,
    valid_from,
    valid_to
from codes
