with codes as (
    select * from {{ source('codes', 'match_weights') }}
)

select
    weights_version,
    component,
    weight,
    salt
from codes
