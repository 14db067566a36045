with candidates as (
    select * from {{ ref('int_pool_candidate') }}
),

routes as (
    select * from {{ ref('int_pool_entry_route') }}
),

exclusions as (
    select * from {{ ref('int_pool_exclusion') }}
),

ladder as (
    select * from {{ ref('int_person_level') }}
),

reasons as (
    select
        person_key,
        {{ sorted_list('exclusion_code') }} as exclusion_codes
    from exclusions
    group by person_key
)

select
    candidates.person_key,
    reasons.person_key is null as is_member,
    {{ list_or_empty('reasons.exclusion_codes') }} as exclusion_codes,
    routes.entry_route,
    candidates.institution_code,
    candidates.major_code,
    candidates.major_class,
    cast(candidates.major_category as bigint) as major_category,
    candidates.tier,
    cast(extract(year from candidates.ended_on) as bigint) as grad_year,
    candidates.expected_end,
    coalesce(candidates.available_from, candidates.ended_on) as available_from,
    candidates.available_from is not null as has_stated_availability,
    candidates.skills,
    candidates.wish_regions,
    candidates.consent_version,
    candidates.consent_date,
    candidates.guardian_consent_date,
    candidates.withdrawn_date,
    candidates.seeking,
    candidates.seeking_confirmed_on,
    cast(coalesce(ladder.best_ladder_rank, 0) as bigint) as best_ladder_rank,
    coalesce(ladder.level_band, 'none') as level_band,
    coalesce(substr({{ first_item('candidates.wish_regions') }}, 1, 4) || '00', 'none') as wish_city,
    coalesce(substr({{ first_item('candidates.wish_regions') }}, 1, 2) || '0000', 'none') as wish_province,
    case when candidates.status not in ('graduated', 'completed_no_diploma') then candidates.order_class_uscc end as reserved_for_uscc
from candidates
inner join routes on candidates.person_key = routes.person_key
left join reasons on candidates.person_key = reasons.person_key
left join ladder on candidates.person_key = ladder.person_key
