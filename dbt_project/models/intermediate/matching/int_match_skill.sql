with required as (
    select distinct
        occupation_code,
        skill_code
    from {{ ref('int_vacancy_skill') }}
),

occupations as (
    select * from {{ ref('int_match_occupation') }}
)

select
    required.occupation_code,
    required.skill_code,
    occupations.occupation_seq,
    row_number() over (partition by required.occupation_code order by required.skill_code) - 1 as bit_position,
    cast(dense_rank() over (order by required.skill_code) as bigint) as skill_no
from required
inner join occupations on required.occupation_code = occupations.occupation_code
