with demands as (
    select * from {{ ref('int_match_demand') }}
),

permits as (
    select * from {{ ref('int_match_permit') }}
),

vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
)

-- Valid on the start day, and only of those who reach the occupation: nobody else makes a pair.
select
    demands.vacancy_seq,
    permits.tie_no,
    count(distinct demands.kind_seq) as certificates_held
from demands
inner join vacancies on demands.vacancy_seq = vacancies.vacancy_seq
inner join permits
    on demands.kind_seq = permits.kind_seq
    and vacancies.start_day between permits.from_day and permits.to_day
inner join reach
    on permits.tie_no = reach.tie_no
    and vacancies.occupation_seq = reach.occupation_seq
group by demands.vacancy_seq, permits.tie_no
