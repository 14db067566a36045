{% set rungs = profile_rungs() %}

with pool as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

members as (
    select
        pool.person_key,
        pool.major_class,
        coalesce(cast(pool.major_category as {{ dbt.type_string() }}), 'none') as major_category,
        pool.tier,
        cast(pool.grad_year as {{ dbt.type_string() }}) as grad_year,
        pool.level_band,
        pool.wish_city as region_city,
        pool.wish_province as region_province,
        thresholds.k_anonymity
    from pool
    cross join thresholds
),

{% for rung in rungs %}
{% set number = loop.index -%}
-- Rung {{ number }}: of the people not yet placed, those who share {{ rung | join(', ') if rung else 'nothing that is shown' }}.
counted_{{ number }} as (
    select
        members.*,
        count(*) over ({{ ("partition by members." ~ rung | join(", members.")) if rung }}) as group_size
    from members
    {% for earlier in range(1, number) -%}
    left join placed_{{ earlier }} on members.person_key = placed_{{ earlier }}.person_key
    {% endfor -%}
    where true{% for earlier in range(1, number) %} and placed_{{ earlier }}.person_key is null{% endfor %}
),

placed_{{ number }} as (
    select
        person_key,
        {% for column in profile_columns() -%}
        {{ column if column in rung else "'*'" }} as {{ column }},
        {% endfor -%}
        {{ number }} as rung
    from counted_{{ number }}
    where group_size >= k_anonymity
),
{% endfor %}

all_placed as (
    {% for rung in rungs -%}
    select * from placed_{{ loop.index }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    members.person_key,
    all_placed.person_key is not null as is_shown,
    {% for column in profile_columns() -%}
    coalesce(all_placed.{{ column }}, '*') as {{ column }},
    {% endfor -%}
    all_placed.rung
from members
left join all_placed on members.person_key = all_placed.person_key
