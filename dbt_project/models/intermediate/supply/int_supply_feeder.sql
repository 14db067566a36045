with people as (
    select * from {{ ref('int_supply_person') }}
),

crosswalk as (
    select * from {{ ref('stg_code_major_occupation') }}
),

majors as (
    select
        major_code,
        count(*) as people
    from people
    where major_code is not null
    group by major_code
),

ranked as (
    select
        crosswalk.occupation_code,
        crosswalk.major_code,
        row_number() over (
            partition by crosswalk.occupation_code
            order by majors.people * crosswalk.affinity desc, crosswalk.major_code asc
        ) as nth
    from crosswalk
    inner join majors on crosswalk.major_code = majors.major_code
)

select
    occupation_code,
    {{ sorted_list('major_code') }} as feeding_majors
from ranked
where nth <= 5
group by occupation_code
