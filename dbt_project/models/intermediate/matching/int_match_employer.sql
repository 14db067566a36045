with vacancies as (
    select distinct uscc
    from {{ ref('int_vacancy') }}
    where unmatched_reason is null
)

select
    uscc,
    row_number() over (order by uscc) as employer_seq
from vacancies
