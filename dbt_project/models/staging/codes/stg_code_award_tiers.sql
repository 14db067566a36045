with codes as (
    select * from {{ source('codes', 'award_tiers') }}
)

select
    tier,
    points
from codes
