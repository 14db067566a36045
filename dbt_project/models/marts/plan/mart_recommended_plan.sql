with recommended as (
    select * from {{ ref('int_plan_recommended') }}
),

pairs as (
    select * from {{ ref('int_plan_pair') }}
),

vacancies as (
    select * from {{ ref('int_plan_vacancy') }}
),

winners as (
    select * from {{ ref('int_match_winner') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

choices as (
    select
        tie_no,
        count(*) as choice_count
    from pairs
    where is_acceptable
    group by tie_no
)

select
    vacancies.vacancy_id,
    winners.person_key,
    winners.match_rank as rank,
    winners.score,
    recommended.preference_place,
    choices.choice_count,
    cast({{ plan_version() }} as bigint) as plan_version,
    parameters.weights_version,
    {{ as_of() }} as as_of
from recommended
cross join parameters
inner join vacancies on recommended.vacancy_seq = vacancies.vacancy_seq
inner join winners
    on vacancies.vacancy_id = winners.vacancy_id
    and recommended.tie_no = winners.tie_no
inner join choices on recommended.tie_no = choices.tie_no
