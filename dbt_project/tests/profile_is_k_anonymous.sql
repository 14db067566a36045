-- What: every row of the pool that may be shown is shared by at least k people, whatever rung it stands on.
-- Why: a row that fewer share can name its person.
-- How to resolve: publish nothing; see how int_pool_profile places people whose rung is too fine.
with profiles as (
    select * from {{ ref('int_pool_profile') }}
    where is_shown
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

groups as (
    select
        {{ profile_columns() | join(',\n        ') }},
        count(*) as people
    from profiles
    group by {{ profile_columns() | join(', ') }}
)

select groups.*
from groups
cross join thresholds
where groups.people < thresholds.k_anonymity
