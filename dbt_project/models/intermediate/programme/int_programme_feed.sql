{% set feeds = ['training_session', 'training_record', 'training_fund', 'inspection', 'mentorship', 'award', 'certificate', 'subsidy'] %}

with deliveries as (
    select * from {{ ref('stg_delivery') }}
)

select
    {% for feed in feeds -%}
    coalesce(max(case when feed = '{{ feed }}' then 1 else 0 end), 0) = 1 as has_{{ feed }},
    {% endfor -%}
    count(distinct feed) as feed_count
from deliveries
