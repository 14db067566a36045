with spells as (
    select * from {{ ref('int_person_spell') }}
),

members as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

colleges as (
    select
        institution_code,
        max(region) as region
    from {{ ref('stg_college') }}
    group by institution_code
),

located as (
    select
        spells.person_key,
        spells.major_code,
        members.person_key is not null as is_member,
        case
            when spells.status <> 'active' or not spells.is_current or coalesce(spells.learner_kind, 'full_time') = 'in_service' then null
            when spells.expected_end <= {{ as_of_date() }} then null
            when spells.expected_end <= {{ add_months(as_of_date(), 12) }} then 1
            when spells.expected_end <= {{ add_months(as_of_date(), 24) }} then 2
            when spells.expected_end <= {{ add_months(as_of_date(), 36) }} then 3
        end as finishing_year,
        nullif(members.wish_city, 'none') as wish_city,
        {{ supply_city('colleges.region') }} as college_city
    from spells
    left join members on spells.person_key = members.person_key
    left join colleges on spells.institution_code = colleges.institution_code
)

select
    person_key,
    major_code,
    is_member,
    cast(finishing_year as bigint) as finishing_year,
    coalesce(wish_city, college_city) as region_code,
    wish_city is null as is_region_assumed
from located
where is_member or finishing_year is not null
