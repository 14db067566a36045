{# An amount in CNY as whole cents. #}
{% macro cents(amount) -%}
    cast({{ amount }} * 100 as bigint)
{%- endmacro %}


{# Whole cents as CNY. #}
{% macro yuan(cents) -%}
    cast(cast({{ cents }} as bigint) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
{%- endmacro %}


{# Whole cents for each of `count` as CNY, rounded half up to the cent; null when there is none. #}
{% macro yuan_per(cents, count) -%}
    case
        when {{ count }} > 0
            then {{ yuan(int_div("2 * cast(" ~ cents ~ " as bigint) + cast(" ~ count ~ " as bigint)", "2 * cast(" ~ count ~ " as bigint)")) }}
    end
{%- endmacro %}


{# The day of a year that a number of month and day names: 630 is 30 June. #}
{% macro month_day(year, number) -%}
    {%- set digits = "lpad(cast(" ~ number ~ " as " ~ dbt.type_string() ~ "), 4, '0')" -%}
    cast(
        cast({{ year }} as {{ dbt.type_string() }}) || '-' || substr({{ digits }}, 1, 2) || '-' || substr({{ digits }}, 3, 2)
        as date
    )
{%- endmacro %}


{# The share, or null where the denominator is 0 or missing. #}
{% macro share_or_null(numerator, denominator) -%}
    case when {{ denominator }} > 0 then {{ share(numerator, denominator) }} end
{%- endmacro %}


{#
    Status of a rate, by the rules of mart_metric. `mature`, `delivered` and `open` are conditions; a denominator that is
    0 or missing makes the rate not available.
#}
{% macro rate_status(mature, delivered, denominator, unknown, open, max_unknown_share='thresholds.max_unknown_share') -%}
    case
        when not ({{ mature }}) then 'not_mature'
        when not ({{ delivered }}) then 'not_available'
        when coalesce({{ denominator }}, 0) = 0 then 'not_available'
        when {{ unknown }} > {{ max_unknown_share }} * {{ denominator }} then 'too_uncertain'
        when {{ open }} then 'provisional'
        else 'ok'
    end
{%- endmacro %}


{# One of the three reports of the year: the rows of int_year_report at a stage, as they are published. #}
{% macro year_report(stage) -%}
with cells as (
    select * from {{ ref('int_year_report') }}
    where stage = '{{ stage }}'
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

judged as (
    select
        cells.*,
        {{ rate_status(
            mature='cells.is_mature',
            delivered='cells.has_training_session',
            denominator='cells.planned_people',
            unknown='cells.trained_unknown',
            open='cells.is_open',
        ) }} as status
    from cells
    cross join thresholds
)

select
    plan_year,
    body,
    body_kind,
    stage_day,
    report_day,
    {{ as_of() }} as as_of,
    items,
    planned_people,
    case when has_training_session then trained end as trained,
    case when has_training_session then passed end as passed,
    case when has_certified then certified end as certified,
    {{ yuan('budget_cents') }} as budget_cny,
    case when has_training_fund then {{ yuan('spent_cents') }} end as spent_cny,
    case when is_mature and has_training_session then {{ share_or_null('passed', 'planned_people') }} end as passed_share,
    case when is_mature and has_certified then {{ share_or_null('certified', 'planned_people') }} end as certified_share,
    case when is_mature and has_training_fund then {{ share_or_null('spent_cents', 'budget_cents') }} end as spent_share,
    case when has_training_fund then double_claims end as double_claims,
    case when has_training_fund then shared_vouchers end as shared_vouchers,
    {% for word in ['on_track', 'behind', 'failed', 'done', 'not_inspected'] -%}
    case when has_inspection then items_{{ word }} end as items_{{ word }},
    {% endfor -%}
    case
        when not has_inspection then 'not_available'
        when items_failed > 0 then 'failed'
        when items_behind > 0 then 'behind'
        when items_on_track > 0 then 'on_track'
        when items_done > 0 then 'done'
        else 'not_inspected'
    end as stage_status,
    case when has_inspection then problems_found end as problems_found,
    case when has_inspection then problems_closed end as problems_closed,
    case when has_inspection then problems_found - problems_closed end as problems_open,
    case when has_inspection then problems_overdue end as problems_overdue,
    trained as numerator,
    planned_people as denominator,
    trained_unknown as unknown,
    case when status in ('ok', 'provisional') then {{ share('trained', 'planned_people') }} end as value,
    status
from judged
{%- endmacro %}
