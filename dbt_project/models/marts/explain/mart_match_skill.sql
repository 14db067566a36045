with required_skills as (
    select * from {{ ref('int_vacancy_skill') }}
)

select
    vacancy_id,
    skill_code,
    weight
from required_skills
