with awards as (
    select * from {{ ref('int_award_with_parent') }}
    where award_kind <> 'event' and coalesce(award_role, 'contestant') <> 'coach'
),

tiers as (
    select * from {{ ref('stg_code_award_tiers') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
)

-- Taking part is no award, and a coach's is the contestant's.
select
    awards.person_key,
    max(tiers.points) as awards_points
from awards
cross join thresholds
inner join tiers on awards.award_tier = tiers.tier
where
    awards.event_date <= {{ as_of_date() }}
    and awards.event_date > {{ add_months(as_of_date(), '-12 * thresholds.award_years') }}
group by awards.person_key
