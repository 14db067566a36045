with late as (
    select * from {{ ref('int_late_enrolment') }}
    {%- for feed in late_parents() if feed != 'enrolment' %}
    union all
    {{ late_rows(feed) | indent(4) }}
    {%- endfor %}
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

dated as (
    select
        late.*,
        deliveries.received_at,
        cast({{ dbt.dateadd('day', 'thresholds.late_parent_hold_days', 'deliveries.received_at') }} as timestamp) as held_until
    from late
    inner join deliveries on late.delivery_no = deliveries.delivery_no
    cross join thresholds
)

select
    {{ surrogate_key(['feed', 'parent_feed', 'delivery_no', 'sheet', 'row_no']) }} as late_key,
    feed,
    parent_feed,
    sender,
    delivery_no,
    sheet,
    row_no,
    received_at,
    held_until,
    case when {{ as_of() }} < held_until then 'held' else 'quarantined' end as status
from dated
