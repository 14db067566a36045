-- What: the score of every match is the sum of its components, which are computed for the winners only, apart from the
-- engine that ranked them.
-- Why: a candidate is shown with the reason; a score that its reasons do not make cannot be defended.
-- How to resolve: compare macros/match.sql (match_key) with mart_match; one of them weighs a component otherwise.
with matches as (
    select * from {{ ref('mart_match') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
)

select
    matches.vacancy_id,
    matches.rank
from matches
cross join parameters
where
    matches.score <> parameters.weight_skills * matches.skills_points
    + parameters.weight_affinity * matches.affinity_points
    + parameters.weight_level * matches.level_points
    + parameters.weight_internship * matches.internship_points
    + parameters.weight_distance * matches.distance_points
    + parameters.weight_awards * matches.awards_points
