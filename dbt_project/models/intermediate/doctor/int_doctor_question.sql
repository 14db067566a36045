with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

occupation_groups as (
    select * from {{ ref('int_doctor_group') }}
),

demands as (
    select * from {{ ref('int_doctor_demand') }}
),

facts as (
    select
        vacancies.vacancy_seq,
        vacancies.occupation_seq,
        vacancies.employer_seq,
        vacancies.start_day,
        vacancies.must_level,
        case when vacancies.minimum_age > 16 then 18 else 16 end as legal_age,
        occupation_groups.group_seq,
        coalesce(demands.asked_set_seq, 0) as asked_set_seq,
        coalesce(demands.by_law_set_seq, 0) as by_law_set_seq
    from vacancies
    inner join occupation_groups on vacancies.occupation_seq = occupation_groups.occupation_seq
    left join demands on vacancies.vacancy_seq = demands.vacancy_seq
),

asked as (
    {% for code, question in doctor_questions().items() -%}
    {%- set asks_employer = question.present or question.disputed or question.blocked or question.order -%}
    select
        vacancy_seq,
        '{{ code }}' as question_code,
        {{ {'pool': '0', 'occupation': 'occupation_seq', 'group': '-group_seq'}[question.area] }} as area,
        {{ {'asked': 'asked_set_seq', 'by_law': 'by_law_set_seq'}.get(question.certificates, '0') }} as set_seq,
        {{ {'asked': 'must_level', 'one_lower': 'must_level - 1'}.get(question.level, '0') }} as least_rank,
        {{ 'legal_age' if question.age else '0' }} as asked_age,
        {{ question.available or 0 }} as asks_available,
        {{ question.order or 0 }} as asks_order,
        {{ question.present or 0 }} as asks_present,
        {{ question.disputed or 0 }} as asks_disputed,
        {{ question.blocked or 0 }} as asks_blocked,
        {{ 'employer_seq' if asks_employer else '0' }} as employer_seq,
        start_day + {{ question.later or 0 }} as asked_day
    from facts
    where {{ question.given or 'true' }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
)

select
    vacancy_seq,
    question_code,
    cast(area as bigint) as area,
    cast(set_seq as bigint) as set_seq,
    cast(least_rank as bigint) as least_rank,
    cast(asked_age as bigint) as asked_age,
    cast(asks_available as bigint) as asks_available,
    cast(asks_order as bigint) as asks_order,
    cast(asks_present as bigint) as asks_present,
    cast(asks_disputed as bigint) as asks_disputed,
    cast(asks_blocked as bigint) as asks_blocked,
    cast(employer_seq as bigint) as employer_seq,
    cast(asked_day as bigint) as asked_day
from asked
