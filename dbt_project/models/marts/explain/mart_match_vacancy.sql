with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

details as (
    select * from {{ ref('int_vacancy') }}
),

demands as (
    select * from {{ ref('int_match_demand') }}
),

kinds as (
    select * from {{ ref('int_match_certificate_kind') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

demanded as (
    select
        demands.vacancy_seq,
        {{ sorted_list(certificate_kind('kinds')) }} as certificate_kinds
    from demands
    inner join kinds on demands.kind_seq = kinds.kind_seq
    group by demands.vacancy_seq
)

select
    vacancies.vacancy_id,
    details.uscc,
    details.occupation_code,
    details.work_region,
    vacancies.start_day,
    vacancies.minimum_age,
    vacancies.min_level,
    vacancies.must_level,
    {{ list_or_empty('demanded.certificate_kinds') }} as certificate_kinds,
    vacancies.tie_a,
    vacancies.tie_b,
    parameters.weights_version,
    parameters.weight_skills,
    parameters.weight_affinity,
    parameters.weight_level,
    parameters.weight_internship,
    parameters.weight_distance,
    parameters.weight_awards,
    parameters.points_same_county,
    parameters.points_same_city,
    parameters.points_same_province,
    parameters.points_elsewhere,
    parameters.points_no_wish,
    thresholds.internship_full_months,
    thresholds.award_years
from vacancies
cross join parameters
cross join thresholds
inner join details on vacancies.vacancy_id = details.vacancy_id
left join demanded on vacancies.vacancy_seq = demanded.vacancy_seq
