with pool as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

ties as (
    select * from {{ ref('int_match_tie') }}
),

regions as (
    select distinct cast(work_region as {{ dbt.type_string() }}) as region_code
    from {{ ref('int_match_vacancy') }}
),

cities as (
    select distinct substr(region_code, 1, 4) as city from regions
),

provinces as (
    select distinct substr(region_code, 1, 2) as province from regions
),

wished as (
    select
        person_key,
        {{ explode('wish_regions') }} as wish
    from pool
),

-- The nearest place with a vacancy that the wish names: what it is worth anywhere else follows from that one code.
placed as (
    select
        wished.person_key,
        case
            when counties.region_code is not null then counties.region_code
            when cities.city is not null then concat(cities.city, '00')
            else concat(provinces.province, '0000')
        end as region_code
    from wished
    inner join provinces on substr(wished.wish, 1, 2) = provinces.province
    left join cities
        on substr(wished.wish, 1, 4) = cities.city
        and substr(wished.wish, 3, 2) <> '00'
    left join regions as counties
        on wished.wish = counties.region_code
        and substr(wished.wish, 5, 2) <> '00'
)

select distinct
    ties.tie_no,
    cast(placed.region_code as bigint) as wish_region
from placed
inner join ties on placed.person_key = ties.person_key
