-- What: the number of each vacancy and its inverse give 1 modulo the prime, and every winner's tie is that of the person.
-- Why: a wrong inverse would name another person, or nobody, as the winner.
-- How to resolve: look at int_match_tie_inverse, then at the macros tie_times and tie_no_of.
with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

inverses as (
    select * from {{ ref('int_match_tie_inverse') }}
),

winners as (
    select * from {{ ref('int_match_winner') }}
)

select vacancies.vacancy_id
from vacancies
inner join inverses on vacancies.vacancy_seq = inverses.vacancy_seq
where {{ tie_times('vacancies.tie_a', 'inverses.tie_a_inverse') }} <> 1
union all
select vacancies.vacancy_id
from vacancies
inner join winners on vacancies.vacancy_id = winners.vacancy_id
where winners.tie <> {{ tie('vacancies', 'winners') }}
