with people as (
    select * from {{ ref('int_pool_person') }}
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

awards as (
    select * from {{ ref('int_person_award') }}
)

select
    people.person_key,
    people.is_member,
    people.exclusion_codes,
    people.entry_route,
    people.institution_code,
    people.major_code,
    people.major_class,
    people.major_category,
    people.tier,
    people.grad_year,
    people.expected_end,
    people.available_from,
    people.consent_version,
    people.consent_date,
    people.guardian_consent_date,
    people.withdrawn_date,
    people.seeking,
    people.seeking_confirmed_on,
    people.best_ladder_rank,
    levels.national_level as best_national_level,
    people.level_band,
    coalesce(awards.awards_points, 0) as awards_points,
    people.wish_city,
    people.wish_province,
    people.reserved_for_uscc
from people
left join levels on people.best_ladder_rank = levels.ladder_rank
left join awards on people.person_key = awards.person_key
