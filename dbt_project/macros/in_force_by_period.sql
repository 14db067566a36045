{#
    Rows in force of a snapshot feed, each period by itself: what in_force forgets once a newer period came. A period is
    the sender's last `replace` of it with later patches over it; a patch of a month without one lies over the newest
    `replace` before it, whatever its number. A sender without any `replace` has one state, under its newest month; a
    patch before the first `replace` stands under its own month. Grain: sender, period and the feed's key.
#}
{% macro in_force_by_period(feed) -%}
    {%- set relation = source('raw', feed) -%}
    {%- set deliveries = ref('stg_delivery') -%}
    {%- if execute -%}
        {%- set contract = feed_contract(feed) -%}
        {%- set columns = contract.columns | reject('in', ['row_action', 'sender', 'period']) | list -%}
        {%- set key = contract.primary_key | join(', ') -%}
        {{ _in_force_by_period_sql(relation, deliveries, feed, columns, key) }}
    {%- endif -%}
{%- endmacro %}


{% macro _in_force_by_period_sql(relation, deliveries, feed, columns, key) -%}
with sent_rows as (
    select * from {{ relation }}
),

deliveries as (
    select * from {{ deliveries }}
    where feed = '{{ feed }}'
),

last_replace as (
    select
        sender,
        period,
        max(delivery_no) as delivery_no
    from deliveries
    where mode = 'replace'
    group by sender, period
),

based as (
    select
        deliveries.delivery_no,
        deliveries.sender,
        deliveries.period as sent_period,
        max(last_replace.period) as base_period
    from deliveries
    left join last_replace
        on deliveries.sender = last_replace.sender
        and deliveries.period >= last_replace.period
    group by deliveries.delivery_no, deliveries.sender, deliveries.period
),

only_patches as (
    select
        sender,
        max(period) as period
    from deliveries
    group by sender
    having max(case when mode = 'replace' then 1 else 0 end) = 0
),

counting as (
    select
        based.delivery_no,
        based.sender,
        based.sent_period,
        coalesce(based.base_period, only_patches.period, based.sent_period) as period
    from based
    left join only_patches on based.sender = only_patches.sender
    left join last_replace
        on based.sender = last_replace.sender
        and based.sent_period = last_replace.period
    where last_replace.delivery_no is null or based.delivery_no >= last_replace.delivery_no
),

laid_over as (
    select
        {% for column in columns -%}
        sent_rows.{{ column }},
        {% endfor -%}
        sent_rows.row_action,
        counting.sender,
        counting.period,
        row_number() over (
            partition by counting.sender, counting.period, {{ prefix_columns(key, 'sent_rows') }}
            order by counting.sent_period desc, sent_rows.delivery_no desc, sent_rows.row_no desc, sent_rows.sheet
        ) as nth
    from sent_rows
    inner join counting on sent_rows.delivery_no = counting.delivery_no
)

select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
    sender,
    period
from laid_over
where nth = 1 and coalesce(row_action, 'upsert') <> 'delete'
{%- endmacro %}
