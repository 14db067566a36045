with skills as (
    select distinct
        skill_code,
        skill_no
    from {{ ref('int_match_skill') }}
),

ties as (
    select * from {{ ref('int_match_tie') }}
),

person_skills as (
    select * from {{ ref('int_person_skill') }}
)

select
    ties.tie_no,
    skills.skill_no,
    {{ flag('person_skills.is_covered') }} as is_covered
from person_skills
inner join ties on person_skills.person_key = ties.person_key
inner join skills on person_skills.skill_code = skills.skill_code
