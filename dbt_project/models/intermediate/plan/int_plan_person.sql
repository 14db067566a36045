with ties as (
    select * from {{ ref('int_match_tie') }}
),

candidates as (
    select * from {{ ref('int_pool_candidate') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current
)

select
    ties.tie_no,
    intentions.pay_floor,
    {{ item_count('intentions.wish_regions') }} > 0 as has_wish_region
from ties
inner join candidates on ties.person_key = candidates.person_key
left join intentions
    on candidates.institution_code = intentions.institution_code
    and candidates.student_no = intentions.student_no
