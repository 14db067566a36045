{%- set reasons = ['present', 'disputed', 'blocked'] %}

with people as (
    select * from {{ ref('int_match_person') }}
),

pool as (
    select * from {{ ref('int_pool_person') }}
),

numbered_skills as (
    select * from {{ ref('int_match_person_skill') }}
),

dictionary as (
    select distinct
        skill_no,
        skill_code
    from {{ ref('int_match_skill') }}
),

blocked as (
    select * from {{ ref('int_pool_blocked') }}
),

skills as (
    select
        numbered_skills.tie_no,
        {{ sorted_list('case when numbered_skills.is_covered = 1 then dictionary.skill_code end') }} as skills_covered,
        {{ sorted_list('case when numbered_skills.is_covered = 0 then dictionary.skill_code end') }} as skills_assumed
    from numbered_skills
    inner join dictionary on numbered_skills.skill_no = dictionary.skill_no
    group by numbered_skills.tie_no
),

employers as (
    select
        {% for reason in reasons -%}
        {{ sorted_list("case when reason = '" ~ reason ~ "_employer' then uscc end") }} as {{ reason }}_employers,
        {% endfor -%}
        person_key
    from blocked
    group by person_key
)

-- 2932896 stands for a birth date that is not known.
select
    people.person_key,
    people.tie_no,
    people.available_day,
    people.age_18_day < 2932896 as is_age_known,
    {{ list_or_empty('pool.wish_regions') }} as wish_regions,
    {{ list_or_empty('skills.skills_covered') }} as skills_covered,
    {{ list_or_empty('skills.skills_assumed') }} as skills_assumed,
    {% for reason in reasons -%}
    {{ list_or_empty('employers.' ~ reason ~ '_employers') }} as {{ reason }}_employers,
    {% endfor -%}
    pool.reserved_for_uscc,
    people.awards_points,
    people.known_inputs
from people
inner join pool on people.person_key = pool.person_key
left join skills on people.tie_no = skills.tie_no
left join employers on people.person_key = employers.person_key
