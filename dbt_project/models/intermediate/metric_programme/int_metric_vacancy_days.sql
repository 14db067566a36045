with vacancies as (
    select * from {{ ref('int_metric_vacancy') }}
)

select
    vacancy_id,
    cohort,
    cutoff_date,
    enterprise_uscc,
    occupation_code,
    region_code,
    is_mature,
    is_open,
    days_open as days_to_fill
from vacancies
where is_fully_filled
