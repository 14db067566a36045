with occupations as (
    select * from {{ ref('int_certified_occupation') }}
),

people as (
    select
        person_key,
        max(ladder_rank) as ladder_rank,
        max(best_rank) as best_rank,
        max(best_rank_before_recent) as best_rank_before_recent,
        max(best_rank_before_long) as best_rank_before_long,
        count(ladder_rank) as occupation_count,
        count(distinct case when ladder_rank is not null then substr(occupation_code, 1, 1) end) as major_group_count,
        count(distinct case when ladder_rank is not null then substr(occupation_code, 1, 4) end) as middle_group_count,
        count(distinct case when ladder_rank is not null then substr(occupation_code, 1, 7) end) as small_group_count
    from occupations
    group by person_key
)

select
    person_key,
    ladder_rank,
    best_rank,
    best_rank_before_recent,
    best_rank_before_long,
    occupation_count,
    case
        when occupation_count < 2 then null
        when major_group_count > 1 then 'different_major_group'
        when middle_group_count > 1 then 'same_major_group'
        when small_group_count > 1 then 'same_middle_group'
        else 'same_small_group'
    end as occupation_span
from people
