with deliveries as (
    select * from {{ source('internal', 'delivery') }}
)

select
    delivery_no,
    feed,
    sender,
    period,
    mode,
    received_at,
    contract_version
from deliveries
