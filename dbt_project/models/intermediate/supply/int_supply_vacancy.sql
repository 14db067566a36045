with vacancies as (
    select * from {{ ref('int_vacancy') }}
),

versions as (
    select * from {{ ref('stg_vacancy') }}
),

regions as (
    select * from {{ ref('stg_code_regions') }}
)

select
    vacancies.vacancy_id,
    vacancies.occupation_code,
    coalesce(vacancies.min_skill_level, 0) as ladder_rank,
    {{ supply_city('regions.code') }} as region_code,
    vacancies.openings,
    case
        when vacancies.status = 'filled' then vacancies.openings
        when versions.filled_count is not null then least(versions.filled_count, vacancies.openings)
    end as filled,
    case
        when vacancies.status = 'filled' and versions.closed_date >= vacancies.date_posted
            then {{ epoch_day('versions.closed_date') }} - {{ epoch_day('vacancies.date_posted') }}
    end as days_to_fill,
    vacancies.unmatched_reason is null as is_open
from vacancies
inner join versions
    on vacancies.uscc = versions.uscc
    and vacancies.vacancy_no = versions.vacancy_no
    and vacancies.vacancy_version = versions.version
left join regions on vacancies.work_region = regions.code
where
    vacancies.occupation_code is not null
    and coalesce(vacancies.employment_type, 'full_time') <> 'intern'
    and vacancies.date_posted <= {{ as_of_date() }}
    and vacancies.date_posted > {{ add_months(as_of_date(), -12) }}
