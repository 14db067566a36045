with codes as (
    select * from {{ source('codes', 'distance_classes') }}
)

select
    distance_class,
    points
from codes
