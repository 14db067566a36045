with pool as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

ties as (
    select * from {{ ref('int_match_tie') }}
),

vacancies as (
    select distinct
        work_region,
        cast(work_region as {{ dbt.type_string() }}) as region_code
    from {{ ref('int_match_vacancy') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

wished as (
    select
        person_key,
        {{ explode('wish_regions') }} as wish
    from pool
),

wishes as (
    select distinct
        ties.tie_no,
        wished.wish
    from wished
    inner join ties on wished.person_key = ties.person_key
),

-- Codes end in 00 for a city and 0000 for a province; a wish may be four digits, a city.
hits as (
    select
        wishes.tie_no,
        vacancies.work_region,
        parameters.points_same_province as points
    from wishes
    inner join vacancies on substr(wishes.wish, 1, 2) = substr(vacancies.region_code, 1, 2)
    cross join parameters
    union all
    select
        wishes.tie_no,
        vacancies.work_region,
        parameters.points_same_city as points
    from wishes
    inner join vacancies on substr(wishes.wish, 1, 4) = substr(vacancies.region_code, 1, 4)
    cross join parameters
    where substr(wishes.wish, 3, 2) <> '00'
    union all
    select
        wishes.tie_no,
        vacancies.work_region,
        parameters.points_same_county as points
    from wishes
    inner join vacancies on wishes.wish = vacancies.region_code
    cross join parameters
    where substr(wishes.wish, 5, 2) <> '00'
)

select
    tie_no,
    work_region,
    max(points) as distance_points
from hits
group by tie_no, work_region
