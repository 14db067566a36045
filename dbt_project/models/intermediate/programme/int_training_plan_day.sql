{% set measures = ['sessions', 'trained', 'trained_unknown', 'passed', 'passed_unknown', 'certified', 'certified_unknown', 'entries', 'spent_cents', 'double_claims', 'shared_vouchers'] %}
{% set people = {
    'trained': 'attended_on',
    'passed': 'passed_on',
    'certified': 'certified_on',
    'certified_unknown': 'certificate_unknown_on',
} %}

with sessions as (
    select * from {{ ref('int_training_session') }}
    where has_ended and plan_id is not null
),

people as (
    select * from {{ ref('int_training_plan_person') }}
),

funds as (
    select * from {{ ref('int_training_fund') }}
    where plan_id is not null
),

happened as (
    select
        plan_id,
        session_day as day,
        1 as sessions,
        unnamed_attended as trained,
        attended_unknown as trained_unknown,
        unnamed_passed as passed,
        passed_unknown,
        0 as certified,
        0 as certified_unknown,
        0 as entries,
        0 as spent_cents,
        0 as double_claims,
        0 as shared_vouchers,
        training_hours
    from sessions
    {% for measure, day in people.items() -%}
    union all
    select
        plan_id,
        {{ day }} as day,
        {% for other in measures -%}
        {{ 1 if other == measure else 0 }} as {{ other }},
        {% endfor -%}
        0 as training_hours
    from people
    where
        {{ day }} is not null
        {% if measure == 'certified_unknown' -%}
        and certified_on is null
        {% endif -%}
    {% endfor -%}
    union all
    select
        plan_id,
        entry_date as day,
        {% for other in measures[:7] -%}
        0 as {{ other }},
        {% endfor -%}
        1 as entries,
        spent_cents,
        {{ flag('is_double_claim') }} as double_claims,
        {{ flag('is_voucher_of_others_too') }} as shared_vouchers,
        0 as training_hours
    from funds
)

select
    plan_id,
    day,
    {% for measure in measures -%}
    cast(sum({{ measure }}) as bigint) as {{ measure }},
    {% endfor -%}
    cast(sum(coalesce(training_hours, 0)) as decimal(18, 2)) as training_hours
from happened
group by plan_id, day
