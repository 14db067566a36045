{{ config(materialized='view') }}

with answered as (
    select * from {{ ref('int_match_winner_skill') }}
),

scored as (
    select * from {{ ref('int_match_winner') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

winners as (
    select
        answered.*,
        {{ flag('min_level > 0') }} as is_level_asked
    from answered
),

-- What is said of the other components is said of thousands alike: once for each of the few ways to have them.
alike as (
    select distinct
        affinity_points,
        level_points,
        {{ flag('min_level > 0') }} as is_level_asked,
        internship_points,
        distance_points,
        awards_points,
        known_inputs
    from scored
),

spoken as (
    select
        alike.*,
        parameters.weights_version,
        parameters.points_same_county,
        parameters.points_same_city,
        parameters.points_same_province,
        parameters.points_no_wish,
        thresholds.internship_full_months,
        thresholds.award_years
    from alike
    cross join parameters
    cross join thresholds
),

said as (
    select
        affinity_points,
        level_points,
        is_level_asked,
        internship_points,
        distance_points,
        awards_points,
        known_inputs,
        weights_version{% for language in ['en', 'zh'] %},
        {{ affinity_words(language) }}
        || {{ level_words(language) }}
        || {{ internship_words(language) }}
        || {{ distance_words(language) }}
        || {{ awards_words(language) }}
        || {{ known_words(language) }} as rest_{{ language }}{% endfor %}
    from spoken
)

select
    winners.vacancy_id,
    winners.person_key,
    winners.match_rank,
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
    said.weights_version,
    winners.known_inputs{% for language in ['en', 'zh'] %},
    {{ joined_known(rank_words(language) + [reach_words(language)] + skills_words(language) + ['said.rest_' ~ language]) }} as reason_{{ language }}{% endfor %}
from winners
inner join said
    on winners.affinity_points = said.affinity_points
    and winners.level_points = said.level_points
    and winners.is_level_asked = said.is_level_asked
    and winners.internship_points = said.internship_points
    and winners.distance_points = said.distance_points
    and winners.awards_points = said.awards_points
    and winners.known_inputs = said.known_inputs
