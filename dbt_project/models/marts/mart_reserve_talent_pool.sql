with people as (
    select * from {{ ref('int_pool_person') }}
)

select
    person_key,
    is_member,
    exclusion_codes,
    entry_route,
    institution_code,
    major_code,
    major_class,
    major_category,
    tier,
    grad_year,
    expected_end,
    available_from,
    consent_version,
    consent_date,
    guardian_consent_date,
    withdrawn_date,
    seeking,
    seeking_confirmed_on,
    best_ladder_rank,
    level_band,
    wish_city,
    wish_province,
    reserved_for_uscc
from people
