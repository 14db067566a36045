with winners as (
    select * from {{ ref('int_match_winner') }}
),

skills as (
    select * from {{ ref('int_match_winner_skill') }}
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
)

select
    winners.vacancy_id,
    vacancies.vacancy_version,
    winners.person_key,
    cast(winners.match_rank as bigint) as rank,
    winners.score,
    winners.skills_points,
    winners.affinity_points,
    winners.level_points,
    winners.internship_points,
    winners.awards_points,
    winners.distance_points,
    {{ list_or_empty('skills.skills_covered') }} as skills_covered,
    {{ list_or_empty('skills.skills_missing') }} as skills_missing,
    {{ list_or_empty('skills.skills_assumed') }} as skills_assumed,
    winners.reach,
    winners.tie,
    parameters.weights_version,
    cast(winners.known_inputs * cast(0.2 as decimal(2, 1)) as decimal(3, 2)) as data_complete_share
from winners
cross join parameters
inner join vacancies on winners.vacancy_id = vacancies.vacancy_id
left join skills
    on winners.vacancy_id = skills.vacancy_id
    and winners.person_key = skills.person_key
