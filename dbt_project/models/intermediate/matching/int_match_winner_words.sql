{{ config(materialized='view') }}

with winners as (
    select * from {{ ref('int_match_winner_skill') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

spoken as (
    select
        winners.*,
        parameters.weights_version,
        parameters.points_same_county,
        parameters.points_same_city,
        parameters.points_same_province,
        parameters.points_no_wish,
        thresholds.internship_full_months,
        thresholds.award_years
    from winners
    cross join parameters
    cross join thresholds
)

select
    vacancy_id,
    person_key,
    match_rank,
    score,
    skills_points,
    affinity_points,
    level_points,
    internship_points,
    awards_points,
    distance_points,
    skills_covered,
    skills_missing,
    skills_assumed,
    reach,
    tie,
    weights_version,
    known_inputs{% for language in ['en', 'zh'] %},
    {{ rank_words(language) }}
    || {{ reach_words(language) }}
    || {{ skills_words(language) }}
    || {{ affinity_words(language) }}
    || {{ level_words(language) }}
    || {{ internship_words(language) }}
    || {{ distance_words(language) }}
    || {{ awards_words(language) }}
    || {{ known_words(language) }} as reason_{{ language }}{% endfor %}
from spoken
