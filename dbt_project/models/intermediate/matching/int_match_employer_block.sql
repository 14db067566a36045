with blocked as (
    select * from {{ ref('int_pool_blocked') }}
),

ties as (
    select * from {{ ref('int_match_tie') }}
),

employers as (
    select * from {{ ref('int_match_employer') }}
)

select
    ties.tie_no,
    employers.employer_seq,
    max({{ flag("blocked.reason = 'present_employer'") }}) as is_present_employer,
    max({{ flag("blocked.reason = 'disputed_employer'") }}) as is_disputed_employer,
    max({{ flag("blocked.reason = 'blocked_employer'") }}) as is_blocked_employer
from blocked
inner join ties on blocked.person_key = ties.person_key
inner join employers on blocked.uscc = employers.uscc
group by ties.tie_no, employers.employer_seq
