with people as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

skills as (
    select * from {{ ref('stg_code_skills') }}
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where expiry is null or expiry >= {{ as_of_date() }}
),

certificate_skills as (
    select * from {{ ref('stg_code_certificate_skill') }}
),

major_skills as (
    select * from {{ ref('stg_code_major_skill') }}
),

declared as (
    select
        person_key,
        {{ explode('skills') }} as skill_code,
        1 as is_declared,
        0 as is_certified,
        0 as is_core
    from people
),

certified as (
    select
        certificates.person_key,
        certificate_skills.skill_code,
        0 as is_declared,
        1 as is_certified,
        0 as is_core
    from certificates
    inner join certificate_skills
        on certificates.occupation_code = certificate_skills.occupation_code
        and certificates.ladder_rank >= certificate_skills.min_ladder_rank
    inner join people on certificates.person_key = people.person_key
),

core as (
    select
        people.person_key,
        major_skills.skill_code,
        0 as is_declared,
        0 as is_certified,
        1 as is_core
    from people
    inner join major_skills on people.major_code = major_skills.major_code
),

everything as (
    select * from declared
    union all
    select * from certified
    union all
    select * from core
)

select
    everything.person_key,
    everything.skill_code,
    max(everything.is_declared) = 1 as is_declared,
    max(everything.is_certified) = 1 as is_certified,
    max(everything.is_core) = 1 as is_core,
    greatest(max(everything.is_declared), max(everything.is_certified)) = 1 as is_covered
from everything
inner join skills on everything.skill_code = skills.code
group by everything.person_key, everything.skill_code
