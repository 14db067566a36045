with person_occupations as (
    select * from {{ ref('int_person_occupation') }}
),

occupations as (
    select * from {{ ref('int_match_occupation') }}
)

select
    person_occupations.person_key,
    person_occupations.occupation_code,
    person_occupations.reach,
    person_occupations.affinity as affinity_points,
    person_occupations.ladder_rank,
    person_occupations.internship_months
from person_occupations
inner join occupations on person_occupations.occupation_code = occupations.occupation_code
