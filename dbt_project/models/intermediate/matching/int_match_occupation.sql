with vacancies as (
    select distinct occupation_code
    from {{ ref('int_vacancy') }}
    where unmatched_reason is null
)

select
    occupation_code,
    row_number() over (order by occupation_code) as occupation_seq
from vacancies
