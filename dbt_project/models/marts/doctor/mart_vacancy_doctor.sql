{%- set filters = ['no_consent', 'occupation_not_reached'] + match_filters().keys() | list -%}
{%- set relaxations = doctor_relaxations() -%}
with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

stated as (
    select * from {{ ref('int_vacancy') }}
),

answers as (
    select * from {{ ref('int_doctor_answer') }}
),

demands as (
    select * from {{ ref('int_vacancy_certificate') }}
),

pool as (
    select count(*) as people from {{ ref('int_match_person') }}
),

certificates as (
    select
        vacancy_id,
        max(case when cert_type = '1+X' then '1+X' end) as one_plus_x,
        max(case when cert_type = 'level' then 'level' end) as level_certificate,
        max(case when cert_type = 'qualification' then 'qualification' end) as qualification,
        max(case when cert_type = 'special_equipment' then 'special_equipment' end) as special_equipment,
        max(case when cert_type = 'special_operation' then 'special_operation' end) as special_operation,
        max(case when cert_type not in ('1+X', 'level', 'qualification', 'special_equipment', 'special_operation') then 'other' end) as other
    from demands
    group by vacancy_id
),

counted as (
    select
        {% for code in doctor_questions() -%}
        max(case when question_code = '{{ code }}' then people end) as {{ code }},
        {% endfor -%}
        vacancy_seq
    from answers
    group by vacancy_seq
),

asked as (
    select
        vacancies.vacancy_id,
        stated.occupation_code,
        vacancies.minimum_age,
        vacancies.must_level,
        stated.start_date,
        concat_ws(
            ',', certificates.one_plus_x, certificates.level_certificate, certificates.other, certificates.qualification,
            certificates.special_equipment, certificates.special_operation
        ) as certificate_types,
        pool.people as pool_people,
        counted.*
    from vacancies
    cross join pool
    inner join stated on vacancies.vacancy_id = stated.vacancy_id
    inner join counted on vacancies.vacancy_seq = counted.vacancy_seq
    left join certificates on vacancies.vacancy_id = certificates.vacancy_id
),

filtered as (
    {% for code in filters -%}
    {%- set step, further = relaxations.get(code, [none, none]) -%}
    select
        vacancy_id,
        '{{ code }}' as filter_code,
        {{ loop.index }} as filter_order,
        {{ {
            'occupation_not_reached': 'occupation_code',
            'below_legal_age': 'cast(minimum_age as ' ~ dbt.type_string() ~ ')',
            'certificate_missing': "nullif(certificate_types, '')",
            'level_too_low': 'cast(nullif(must_level, 0) as ' ~ dbt.type_string() ~ ')',
            'not_available_yet': 'cast(start_date as ' ~ dbt.type_string() ~ ')',
        }.get(code, 'cast(null as ' ~ dbt.type_string() ~ ')') }} as requirement,
        pool_people,
        {% if code == 'no_consent' -%}
        pool_people as passes_alone,
        pool_people as passes_in_sequence,
        {% elif code == 'occupation_not_reached' -%}
        reached as passes_alone,
        reached as passes_in_sequence,
        {% else -%}
        coalesce(alone_{{ code }}, pool_people) as passes_alone,
        after_{{ code }} as passes_in_sequence,
        {% endif -%}
        {% if step -%}
        case when {{ step }} is not null then '{{ step }}' end as relaxation,
        {{ step }} - after_order_class as relaxed_gain,
        {% else -%}
        cast(null as {{ dbt.type_string() }}) as relaxation,
        cast(null as bigint) as relaxed_gain,
        {% endif -%}
        {% if further -%}
        case when {{ further }} is not null then '{{ further }}' end as further_relaxation,
        {{ further }} - after_order_class as further_gain
        {% else -%}
        cast(null as {{ dbt.type_string() }}) as further_relaxation,
        cast(null as bigint) as further_gain
        {% endif -%}
    from asked
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

ranked as (
    select
        *,
        row_number() over (
            partition by vacancy_id
            order by coalesce(relaxed_gain, 0) desc, filter_order asc
        ) as nth
    from filtered
)

select
    vacancy_id,
    filter_code,
    cast(filter_order as bigint) as filter_order,
    {{ as_of() }} as as_of,
    requirement,
    cast(pool_people as bigint) as pool_people,
    cast(passes_alone as bigint) as passes_alone,
    cast(passes_in_sequence as bigint) as passes_in_sequence,
    relaxation,
    cast(relaxed_gain as bigint) as relaxed_gain,
    further_relaxation,
    cast(further_gain as bigint) as further_gain,
    nth = 1 and coalesce(relaxed_gain, 0) > 0 as is_best_relaxation
from ranked
