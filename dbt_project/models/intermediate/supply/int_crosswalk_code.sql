with majors as (
    select * from {{ ref('stg_code_majors') }}
),

skills as (
    select * from {{ ref('stg_code_skills') }}
),

regions as (
    select * from {{ ref('stg_code_regions') }}
),

industries as (
    select * from {{ ref('stg_code_industries') }}
),

graduate_industries as (
    select * from {{ ref('stg_code_graduate_industries') }}
),

major_occupation as (
    select * from {{ ref('stg_code_major_occupation') }}
),

major_skill as (
    select * from {{ ref('stg_code_major_skill') }}
),

occupation_skill as (
    select * from {{ ref('stg_code_occupation_skill') }}
),

certificate_skill as (
    select * from {{ ref('stg_code_certificate_skill') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current
),

certificates as (
    select * from {{ ref('int_certificate') }}
),

workforce as (
    select * from {{ ref('stg_workforce') }}
    where is_current
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
    where is_current
),

required_words as (
    select {{ explode('skills') }} as code
    from vacancies
),

declared_words as (
    select {{ explode('skills') }} as code
    from intentions
),

{% set catalogues = {
    'catalogue_majors': ['code', 'majors'],
    'catalogue_skills': ['code', 'skills'],
    'catalogue_graduate_industries': ['code', 'graduate_industries'],
    'reached_occupations': ['occupation_code', 'major_occupation'],
} -%}
{% for name, origin in catalogues.items() -%}
{{ name }} as (
    select
        {{ origin[0] }} as code,
        0 as occurrences
    from {{ origin[1] }}
    group by {{ origin[0] }}
),

{% endfor -%}
{% set feeds = {
    'enrolled_majors': ['major_code', 'enrolments'],
    'vacancy_occupations': ['occupation_code', 'vacancies'],
    'workforce_occupations': ['occupation_code', 'workforce'],
    'certified_occupations': ['occupation_code', 'certificates'],
    'vacancy_skills': ['code', 'required_words'],
    'intention_skills': ['code', 'declared_words'],
    'vacancy_titles': ['title', 'vacancies'],
    'vacancy_regions': ['work_region', 'vacancies'],
    'enterprise_industries': ['industry', 'enterprises'],
} -%}
{% for name, origin in feeds.items() -%}
{{ name }} as (
    select
        {{ origin[0] }} as code,
        count(*) as occurrences
    from {{ origin[1] }}
    where {{ origin[0] }} is not null
    group by {{ origin[0] }}
),

{% endfor -%}
{% set covered = {
    'majors_with_occupation': ['major_code', 'major_occupation'],
    'majors_with_skill': ['major_code', 'major_skill'],
    'occupations_with_skill': ['occupation_code', 'occupation_skill'],
    'occupations_with_certificate_skill': ['occupation_code', 'certificate_skill'],
    'skills_of_occupations': ['skill_code', 'occupation_skill'],
    'skills_of_majors': ['skill_code', 'major_skill'],
    'skills_of_certificates': ['skill_code', 'certificate_skill'],
    'known_regions': ['code', 'regions'],
    'known_industries': ['code', 'industries'],
} -%}
{% for name, origin in covered.items() -%}
{{ name }} as (
    select {{ origin[0] }} as code
    from {{ origin[1] }}
    group by {{ origin[0] }}
),

{% endfor -%}
coded_titles as (
    select title as code
    from vacancies
    group by title
    having count(*) = count(occupation_code)
),

graduate_industries_with_section as (
    select graduate_industries.code
    from graduate_industries
    inner join industries on graduate_industries.section = industries.code
)

{% for crosswalk, kind, codes, covering in crosswalks() -%}
select
    '{{ crosswalk }}' as crosswalk,
    '{{ kind }}' as kind,
    {{ codes }}.code,
    cast({{ codes }}.occurrences as bigint) as occurrences,
    covering.code is not null as is_covered
from {{ codes }}
left join {{ covering }} as covering on {{ codes }}.code = covering.code
{{ "union all" if not loop.last }}
{% endfor %}
