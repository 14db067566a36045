{%- set counted = doctor_way() + ['least_rank', 'asked_day'] -%}
with questions as (
    select * from {{ ref('int_doctor_question') }}
),

counts as (
    select * from {{ ref('int_doctor_count') }}
),

exceptions as (
    select * from {{ ref('int_doctor_exception') }}
)

select
    questions.vacancy_seq,
    questions.question_code,
    counts.people + coalesce(exceptions.people, 0) as people
from questions
inner join counts on {{ doctor_same('questions', 'counts', counted) }}
left join exceptions on {{ doctor_same('questions', 'exceptions', doctor_lookup()) }}
