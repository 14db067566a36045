with people as (
    select * from {{ ref('int_match_person') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

occupations as (
    select * from {{ ref('int_person_occupation') }}
),

vacancy_groups as (
    select distinct
        neighbour_group,
        group_seq
    from {{ ref('int_doctor_group') }}
),

of_groups as (
    select
        people.tie_no,
        vacancy_groups.group_seq,
        max(occupations.ladder_rank) as ladder_rank
    from occupations
    inner join vacancy_groups on substr(occupations.occupation_code, 1, 7) = vacancy_groups.neighbour_group
    inner join people on occupations.person_key = people.person_key
    group by people.tie_no, vacancy_groups.group_seq
)

-- Area 0 is the whole pool, n the occupation n, -n the group n.
select
    cast(0 as bigint) as area,
    tie_no,
    cast(0 as bigint) as ladder_rank
from people
union all
select
    occupation_seq as area,
    tie_no,
    ladder_rank
from reach
union all
select
    -group_seq as area,
    tie_no,
    ladder_rank
from of_groups
