with occupations as (
    select * from {{ ref('int_match_occupation') }}
)

-- 6-18-02-04 lies in the group 6-18-02.
select
    occupation_seq,
    occupation_code,
    substr(occupation_code, 1, 7) as neighbour_group,
    dense_rank() over (order by substr(occupation_code, 1, 7)) as group_seq
from occupations
