with sent_rows as (
    select * from {{ source('raw', 'internship') }}
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
    where feed = 'internship'
)

select
    sent_rows.internship_id,
    sent_rows.delivery_no,
    coalesce(sent_rows.sheet, '') as sheet,
    sent_rows.row_no,
    {{ civil_date('deliveries.received_at') }} as received_on
from sent_rows
inner join deliveries on sent_rows.delivery_no = deliveries.delivery_no
