with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

people as (
    select * from {{ ref('int_match_person') }}
),

first_starts as (
    select min(start_day) as first_start_day from vacancies
),

-- Few: those who were not of age when the first work began, and whose age is known.
young as (
    select
        reach.tie_no,
        reach.occupation_seq,
        reach.age_16_day,
        reach.age_18_day
    from reach
    cross join first_starts
    where reach.age_18_day > first_starts.first_start_day and reach.age_18_day < 2932896
)

select
    vacancies.vacancy_id,
    people.person_key
from vacancies
inner join young on vacancies.occupation_seq = young.occupation_seq
inner join people on young.tie_no = people.tie_no
where case when vacancies.minimum_age > 16 then young.age_18_day else young.age_16_day end > vacancies.start_day
