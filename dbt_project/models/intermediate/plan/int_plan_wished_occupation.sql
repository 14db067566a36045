with ties as (
    select * from {{ ref('int_match_tie') }}
),

candidates as (
    select * from {{ ref('int_pool_candidate') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current
),

occupations as (
    select * from {{ ref('int_match_occupation') }}
),

wished as (
    select
        institution_code,
        student_no,
        {{ explode('wish_occupations') }} as occupation_code
    from intentions
)

select distinct
    ties.tie_no,
    occupations.occupation_seq
from ties
inner join candidates on ties.person_key = candidates.person_key
inner join wished
    on candidates.institution_code = wished.institution_code
    and candidates.student_no = wished.student_no
inner join occupations on wished.occupation_code = occupations.occupation_code
