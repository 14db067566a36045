{% set days = {
    'asked': 'asked_on',
    'put_to_student': 'put_to_student_on',
    'consented': 'consented_on',
    'refused': 'refused_on',
    'expired': 'expired_on',
    'interview': 'interviewed_on',
    'offer': 'offered_on',
    'hired': 'hired_on',
    'declined': 'declined_on',
    'withdrawn': 'withdrawn_on',
} %}

with steps as (
    select * from {{ ref('stg_introduction') }}
),

ranked as (
    select
        *,
        row_number() over (partition by introduction_no order by event_no desc) as nth
    from steps
)

-- A step is taken once, and what an introduction is about never changes.
select
    introduction_no,
    max(uscc) as uscc,
    max(vacancy_id) as vacancy_id,
    max(person_key) as person_key,
    max(institution_code) as institution_code,
    max(case when nth = 1 then event end) as state,
    max(case when nth = 1 then recorded_on end) as changed_on,
    {% for event, day in days.items() -%}
    max(case when event = '{{ event }}' then recorded_on end) as {{ day }},
    {% endfor -%}
    max(case when event = 'declined' then declined_reason end) as declined_reason
from ranked
group by introduction_no
