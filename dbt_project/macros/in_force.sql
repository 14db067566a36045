{#
    Rows in force of one feed (design.md, "In force"): for a sender and period the last `replace` delivery with later
    `patch` deliveries laid over it by primary key. Columns, keys and kind of delivery come from the source's meta,
    that is from the contract.

    snapshot: the sender's newest period with a `replace` is the state (is_current); a key missing there keeps its last
    state. A patch of a later period has no base of its own and lies over that state; one of an older period stays with
    its period. A sender without any `replace` has one state, made of its patches.
    events: the newest period of a key wins; a row that says `delete` ends the key.

    Before anything is laid over anything, a pseudonym that a steward decided to be another's person becomes the one that
    stays (stg_person_alias): here alone, so that every model sees one person.
#}
{% macro in_force(feed) -%}
    {%- set relation = source('raw', feed) -%}
    {%- set deliveries = ref('stg_delivery') -%}
    {%- set aliases = ref('stg_person_alias') if not execute or feed_contract(feed).person_keys -%}
    {%- if execute -%}
        {%- set contract = feed_contract(feed) -%}
        {%- set columns = contract.columns | reject('in', ['row_action', 'sender', 'period']) | list -%}
        {%- set key = contract.primary_key | join(', ') -%}
        {%- set arrived = identified_rows(relation, aliases, columns, contract.person_keys) if contract.person_keys else 'select * from ' ~ relation -%}
        {{ _in_force_sql(arrived, deliveries, feed, columns, key, contract.delivery == 'snapshot') }}
    {%- else -%}
        select * from {{ relation }}
    {%- endif -%}
{%- endmacro %}


{# What the source of a feed says of it. dbt gives unit tests no graph, so they put their own answer in its place. #}
{% macro feed_contract(feed) -%}
    {%- set node = graph.sources['source.' ~ project_name ~ '.raw.' ~ feed] -%}
    {{ return({
        'columns': node.columns.keys() | list,
        'primary_key': node.config.meta.primary_key,
        'delivery': node.config.meta.delivery,
        'person_keys': node.config.meta.person_keys,
    }) }}
{%- endmacro %}


{# Select: the rows as sent, each pseudonym as the one that stays of its person. An alias is one row per old pseudonym. #}
{% macro identified_rows(relation, aliases, columns, person_keys) -%}
    select
        {% for column in columns -%}
        {% if column in person_keys -%}
        coalesce({{ column }}_alias.kept_person_key, arrived.{{ column }}) as {{ column }},
        {% else -%}
        arrived.{{ column }},
        {% endif -%}
        {% endfor -%}
        arrived.row_action
    from {{ relation }} as arrived
    {%- for column in person_keys %}
    left join {{ aliases }} as {{ column }}_alias on arrived.{{ column }} = {{ column }}_alias.old_person_key
    {%- endfor %}
{%- endmacro %}


{% macro _in_force_sql(arrived, deliveries, feed, columns, key, is_snapshot) -%}
    {%- set kept = "coalesce(row_action, 'upsert') <> 'delete'" -%}
    {#- What is laid over each other: all that makes the current state, else each period by itself. -#}
    {%- set layer = 'case when not counting.is_current then counting.period end' if is_snapshot else 'counting.period' %}
with sent_rows as (
    {{ arrived }}
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

{% if is_snapshot -%}
newest_replace as (
    select
        sender,
        max(period) as period
    from last_replace
    group by sender
),

{% endif -%}
counting as (
    select
        deliveries.delivery_no,
        deliveries.sender,
        {% if is_snapshot -%}
        newest_replace.period is null or deliveries.period >= newest_replace.period as is_current,
        {% endif -%}
        deliveries.period
    from deliveries
    left join last_replace
        on deliveries.sender = last_replace.sender
        and deliveries.period = last_replace.period
    {% if is_snapshot -%}
    left join newest_replace on deliveries.sender = newest_replace.sender
    {% endif -%}
    where last_replace.delivery_no is null or deliveries.delivery_no >= last_replace.delivery_no
),

laid_over as (
    select
        {% for column in columns -%}
        sent_rows.{{ column }},
        {% endfor -%}
        sent_rows.row_action,
        counting.sender,
        {% if is_snapshot -%}
        counting.is_current,
        {% endif -%}
        counting.period,
        row_number() over (
            partition by counting.sender, {{ layer }}, {{ prefix_columns(key, 'sent_rows') }}
            order by counting.period desc, sent_rows.delivery_no desc, sent_rows.row_no desc, sent_rows.sheet
        ) as nth
    from sent_rows
    inner join counting on sent_rows.delivery_no = counting.delivery_no
),

state as (
    select * from laid_over
    where nth = 1{% if is_snapshot %} and {{ kept }}{% endif %}
),

newest as (
    select
        *,
        row_number() over (
            partition by {{ key }}
            order by{% if is_snapshot %} is_current desc,{% endif %} period desc, delivery_no desc, row_no desc, sheet
        ) as nth_of_key
    from state
)

select
    {% for column in columns -%}
    {{ column }},
    {% endfor -%}
    sender,
    {% if is_snapshot -%}
    is_current,
    {% endif -%}
    period
from newest
where nth_of_key = 1{% if not is_snapshot %} and {{ kept }}{% endif %}
{%- endmacro %}


{# 'a, b' and 't' become 't.a, t.b'. #}
{% macro prefix_columns(columns, alias) -%}
    {%- set named = [] -%}
    {%- for column in columns.split(', ') -%}{%- do named.append(alias ~ '.' ~ column) -%}{%- endfor -%}
    {{ named | join(', ') }}
{%- endmacro %}
