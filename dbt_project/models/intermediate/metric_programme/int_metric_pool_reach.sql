with people as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

reaches as (
    select * from {{ ref('int_person_occupation') }}
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
    where unmatched_reason is null
),

pool as (
    select count(*) as member_count from people
),

demand as (
    select
        occupation_code,
        {{ metric_city('work_region') }} as region_code,
        sum(greatest(openings - filled_count, 0)) as openings
    from vacancies
    group by occupation_code, work_region
),

cities as (
    select distinct region_code from demand
),

wished as (
    select
        person_key,
        {{ explode('wish_regions') }} as wish
    from people
),

-- A province is wished as each of its cities with openings, or as itself where there is none.
wished_cities as (
    select distinct
        wished.person_key,
        coalesce(cities.region_code, {{ metric_city('wished.wish') }}) as region_code
    from wished
    left join cities
        on substr(wished.wish, 3, 2) = '00'
        and substr(wished.wish, 1, 2) = substr(cities.region_code, 1, 2)
),

supply as (
    select
        reaches.person_key,
        reaches.occupation_code,
        wished_cities.region_code
    from reaches
    inner join people on reaches.person_key = people.person_key
    left join wished_cities on reaches.person_key = wished_cities.person_key
),

facts as (
    select
        person_key,
        person_key || '|' || occupation_code as reach_key,
        occupation_code,
        region_code,
        0 as openings
    from supply
    union all
    select
        null as person_key,
        null as reach_key,
        occupation_code,
        region_code,
        openings
    from demand
)

select
    {{ year_of(as_of_date()) }} as cohort,
    {{ month_end(as_of_date()) }} as cutoff_date,
    facts.occupation_code,
    facts.region_code,
    true as is_mature,
    {{ month_end(as_of_date()) }} > {{ as_of_date() }} as is_open,
    facts.person_key,
    facts.reach_key,
    cast(facts.openings as bigint) as openings,
    pool.member_count
from facts
cross join pool
where pool.member_count > 0
