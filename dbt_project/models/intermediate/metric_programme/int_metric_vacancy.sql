with vacancies as (
    select * from {{ ref('int_vacancy') }}
),

versions as (
    select * from {{ ref('stg_vacancy') }}
),

-- The number filled as sent, where an empty cell is not 0.
closed as (
    select
        vacancies.vacancy_id,
        vacancies.uscc,
        vacancies.occupation_code,
        {{ metric_city('vacancies.work_region') }} as region_code,
        vacancies.openings,
        vacancies.date_posted,
        versions.closed_date,
        {{ quarter_end('versions.closed_date') }} as quarter_end,
        case
            when versions.filled_count is not null then least(versions.filled_count, vacancies.openings)
            when vacancies.status = 'filled' then vacancies.openings
        end as filled_openings
    from vacancies
    inner join versions
        on vacancies.uscc = versions.uscc
        and vacancies.vacancy_no = versions.vacancy_no
        and vacancies.vacancy_version = versions.version
    where
        vacancies.status in ('filled', 'closed')
        and versions.closed_date <= {{ as_of_date() }}
)

select
    vacancy_id,
    {{ year_of('quarter_end') }} as cohort,
    quarter_end as cutoff_date,
    uscc as enterprise_uscc,
    occupation_code,
    region_code,
    true as is_mature,
    quarter_end > {{ as_of_date() }} as is_open,
    coalesce(filled_openings = openings, false) as is_fully_filled,
    case when closed_date >= date_posted then {{ epoch_day('closed_date') }} - {{ epoch_day('date_posted') }} end as days_open,
    cast(coalesce(filled_openings, 0) as bigint) as vacancy_fill_rate_numerator,
    cast(openings as bigint) as vacancy_fill_rate_denominator,
    cast(case when filled_openings is null then openings else 0 end as bigint) as vacancy_fill_rate_unknown
from closed
