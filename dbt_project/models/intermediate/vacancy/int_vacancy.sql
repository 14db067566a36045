with vacancies as (
    select * from {{ ref('stg_vacancy') }}
),

job_titles as (
    select * from {{ ref('stg_code_job_titles') }}
),

newest_titles as (
    select max(version) as version from job_titles
),

title_codes as (
    select
        job_titles.title,
        min(job_titles.occupation_code) as occupation_code
    from job_titles
    inner join newest_titles on job_titles.version = newest_titles.version
    group by job_titles.title
),

-- A posting missing from the employer's newest state beats no later version, so standing ones come first.
ranked as (
    select
        *,
        row_number() over (
            partition by uscc, vacancy_no
            order by case when is_current then 0 else 1 end asc, version desc
        ) as nth
    from vacancies
),

latest as (
    select
        ranked.*,
        {{ vacancy_id('ranked.uscc', 'ranked.vacancy_no') }} as vacancy_id,
        coalesce(ranked.occupation_code, title_codes.occupation_code) as matched_occupation_code,
        -- Intake codes clear titles; what it took in before it did so is looked up here.
        coalesce(ranked.occupation_code_source, 'sent') = 'title'
        or (ranked.occupation_code is null and title_codes.occupation_code is not null) as is_coded_by_title
    from ranked
    left join title_codes on trim(ranked.title) = title_codes.title
    where ranked.nth = 1
)

select
    vacancy_id,
    uscc,
    employer_name,
    vacancy_no,
    version as vacancy_version,
    title,
    matched_occupation_code as occupation_code,
    is_coded_by_title,
    openings,
    coalesce(filled_count, 0) as filled_count,
    employment_type,
    date_posted,
    valid_through,
    coalesce(start_date, {{ as_of_date() }}) as start_date,
    start_date is not null as has_start_date,
    work_region,
    min_skill_level,
    coalesce(level_is_must, true) as level_is_must,
    -- Hazardous work is barred before 18 whatever the posting says (Labour Law; internship rule I05).
    cast(case
        when {{ item_count('hazard_flags') }} > 0 or coalesce(minimum_legal_age, 16) > 16 then 18
        else 16
    end as bigint) as minimum_age,
    certificate_required,
    skills,
    pay_min,
    pay_max,
    pay_period,
    pay_months,
    pay_negotiable,
    status,
    is_current,
    case
        when not is_current then 'ended'
        when status <> 'open' then 'not_open'
        when date_posted > {{ as_of_date() }} then 'not_posted_yet'
        when valid_through < {{ as_of_date() }} then 'expired'
        when matched_occupation_code is null then 'no_occupation'
    end as unmatched_reason
from latest
