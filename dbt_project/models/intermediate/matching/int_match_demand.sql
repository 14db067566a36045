with demands as (
    select * from {{ ref('int_vacancy_certificate') }}
),

kinds as (
    select * from {{ ref('int_match_certificate_kind') }}
),

vacancies as (
    select * from {{ ref('int_match_vacancy') }}
)

select
    vacancies.vacancy_seq,
    kinds.kind_seq
from demands
inner join vacancies on demands.vacancy_id = vacancies.vacancy_id
inner join kinds
    on demands.cert_type = kinds.cert_type
    and coalesce(demands.work_type, '') = kinds.work_type
    and case when demands.cert_type in ('level', 'qualification') then demands.occupation_code else '' end = kinds.occupation_code
