with demands as (
    select * from {{ ref('int_vacancy_certificate') }}
),

vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

certificates as (
    select * from {{ ref('int_certificate') }}
),

ties as (
    select * from {{ ref('int_match_tie') }}
),

-- Valid on the start day. A level or qualification must be of the vacancy's own occupation, a permit of its work type.
met as (
    select distinct
        demands.demand_key,
        demands.vacancy_id,
        certificates.person_key
    from demands
    inner join certificates on demands.cert_type = certificates.cert_type
    where
        certificates.issue_date <= demands.start_date
        and (certificates.expiry is null or certificates.expiry >= demands.start_date)
        and (demands.work_type is null or demands.work_type = certificates.work_type)
        and (
            demands.cert_type not in ('level', 'qualification')
            or demands.occupation_code = certificates.occupation_code
        )
)

select
    vacancies.vacancy_seq,
    ties.tie_no,
    count(*) as certificates_held
from met
inner join vacancies on met.vacancy_id = vacancies.vacancy_id
inner join ties on met.person_key = ties.person_key
group by vacancies.vacancy_seq, ties.tie_no
