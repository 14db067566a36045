with pool as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

ties as (
    select * from {{ ref('int_match_tie') }}
),

people as (
    select * from {{ ref('int_person') }}
),

employers as (
    select * from {{ ref('int_match_employer') }}
),

occupations as (
    select * from {{ ref('int_person_occupation') }}
),

awards as (
    select * from {{ ref('int_person_award') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

experience as (
    select
        person_key,
        max(ladder_rank) as ladder_rank,
        max(internship_months) as internship_months
    from occupations
    group by person_key
)

-- Unknown ages count as never reached: 2932896 is 9999-12-31. A sponsor without vacancies is employer -1.
select
    ties.tie_no,
    pool.person_key,
    {{ epoch_day('pool.available_from') }} as available_day,
    coalesce({{ epoch_day('people.age_16_on') }}, 2932896) as age_16_day,
    coalesce({{ epoch_day('people.age_18_on') }}, 2932896) as age_18_day,
    case when pool.reserved_for_uscc is null then 0 else coalesce(employers.employer_seq, -1) end as reserved_employer_seq,
    case
        when {{ item_count('pool.wish_regions') }} = 0 then parameters.points_no_wish
        else parameters.points_elsewhere
    end as distance_points_without_hit,
    coalesce(awards.awards_points, 0) as awards_points,
    {{ flag(item_count('pool.skills') ~ " > 0") }}
    + {{ flag(item_count('pool.wish_regions') ~ " > 0") }}
    + {{ flag("pool.has_stated_availability") }}
    + {{ flag("experience.ladder_rank > 0") }}
    + {{ flag("experience.internship_months > 0") }} as known_inputs
from pool
cross join parameters
inner join ties on pool.person_key = ties.person_key
inner join people on pool.person_key = people.person_key
left join employers on pool.reserved_for_uscc = employers.uscc
left join awards on pool.person_key = awards.person_key
left join experience on pool.person_key = experience.person_key
