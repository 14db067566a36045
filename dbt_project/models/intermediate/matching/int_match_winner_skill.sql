with winners as (
    select * from {{ ref('int_match_winner') }}
),

required_skills as (
    select * from {{ ref('int_vacancy_skill') }}
),

person_skills as (
    select * from {{ ref('int_person_skill') }}
),

judged as (
    select
        winners.vacancy_id,
        winners.person_key,
        required_skills.skill_code,
        case
            when person_skills.is_covered then 'covered'
            when person_skills.skill_code is not null then 'assumed'
            else 'missing'
        end as answer
    from winners
    inner join required_skills on winners.vacancy_id = required_skills.vacancy_id
    left join person_skills
        on winners.person_key = person_skills.person_key
        and required_skills.skill_code = person_skills.skill_code
)

select
    vacancy_id,
    person_key,
    {{ sorted_list("case when answer = 'covered' then skill_code end") }} as skills_covered,
    {{ sorted_list("case when answer = 'assumed' then skill_code end") }} as skills_assumed,
    {{ sorted_list("case when answer = 'missing' then skill_code end") }} as skills_missing
from judged
group by vacancy_id, person_key
