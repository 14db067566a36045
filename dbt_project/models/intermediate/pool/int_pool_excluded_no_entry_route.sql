with routes as (
    select * from {{ ref('int_pool_entry_route') }}
)

select
    person_key,
    'no_entry_route' as exclusion_code
from routes
where entry_route is null
