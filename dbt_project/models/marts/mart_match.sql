with winners as (
    select * from {{ ref('int_match_winner_words') }}
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
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
    winners.skills_covered,
    winners.skills_missing,
    winners.skills_assumed,
    winners.reach,
    winners.tie,
    winners.weights_version,
    cast(winners.known_inputs * cast(0.2 as decimal(2, 1)) as decimal(3, 2)) as data_complete_share,
    winners.reason_en,
    winners.reason_zh
from winners
inner join vacancies on winners.vacancy_id = vacancies.vacancy_id
