with enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

workforce as (
    select * from {{ ref('int_workforce_with_parent') }}
    where is_current
),

-- A sample says nothing of how many there are.
posts as (
    select
        uscc,
        occupation_code,
        sum(staff_count) as headcount
    from workforce
    group by uscc, occupation_code
    having max(case when coverage = 'sample' then 1 else 0 end) = 0
)

select
    uscc as host_uscc,
    '*' as occupation_code,
    cast(headcount as bigint) as headcount
from enterprises
where headcount > 0
union all
select
    uscc as host_uscc,
    occupation_code,
    cast(headcount as bigint) as headcount
from posts
where headcount > 0
