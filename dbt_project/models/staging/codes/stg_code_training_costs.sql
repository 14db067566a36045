with codes as (
    select * from {{ source('codes', 'training_costs') }}
)

select
    occupation_group,
    ladder_rank,
    unit_cost_cny,
    valid_from,
    valid_to
from codes
