with required as (
    select distinct
        occupation_code,
        skill_code
    from {{ ref('int_vacancy_skill') }}
)

select
    occupation_code,
    skill_code,
    row_number() over (partition by occupation_code order by skill_code) - 1 as bit_position
from required
