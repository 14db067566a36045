with late as (
    select * from {{ ref('int_late_parent') }}
)

select
    feed,
    parent_feed,
    sender,
    status,
    count(*) as row_count,
    min(received_at) as first_received_at,
    min(held_until) as first_held_until,
    {{ as_of() }} as as_of
from late
group by feed, parent_feed, sender, status
