with vacancies as (
    select * from {{ ref('int_vacancy') }}
),

winners as (
    select * from {{ ref('int_match_winner') }}
),

candidate_counts as (
    select
        vacancy_id,
        count(*) as candidates
    from winners
    group by vacancy_id
)

select
    vacancies.vacancy_id,
    vacancies.uscc,
    vacancies.vacancy_no,
    vacancies.vacancy_version,
    vacancies.title,
    vacancies.occupation_code,
    vacancies.is_coded_by_title,
    vacancies.openings,
    vacancies.work_region,
    vacancies.employment_type,
    vacancies.min_skill_level,
    vacancies.level_is_must,
    vacancies.date_posted,
    vacancies.valid_through,
    vacancies.start_date,
    vacancies.pay_min,
    vacancies.pay_max,
    vacancies.pay_period,
    vacancies.pay_months,
    vacancies.pay_negotiable,
    vacancies.status,
    vacancies.unmatched_reason is null as is_matched,
    vacancies.unmatched_reason,
    coalesce(candidate_counts.candidates, 0) as candidates
from vacancies
left join candidate_counts on vacancies.vacancy_id = candidate_counts.vacancy_id
