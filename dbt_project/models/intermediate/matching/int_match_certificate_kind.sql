with demands as (
    select * from {{ ref('int_vacancy_certificate') }}
),

-- A level or qualification is asked for in the vacancy's own occupation, a permit for its work type.
kinds as (
    select distinct
        cert_type,
        coalesce(work_type, '') as work_type,
        case when cert_type in ('level', 'qualification') then occupation_code else '' end as occupation_code
    from demands
)

select
    cert_type,
    work_type,
    occupation_code,
    row_number() over (order by cert_type, work_type, occupation_code) as kind_seq
from kinds
