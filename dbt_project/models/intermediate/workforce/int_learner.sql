with attendances as (
    select * from {{ ref('int_learning_attendance') }}
),

workers as (
    select * from {{ ref('int_worker') }}
),

people as (
    select
        person_key,
        max(case when has_attended then day end) as last_learned_on,
        max(case when has_attended is null and day is not null then day end) as last_unknown_on,
        max(case when day is null then 1 else 0 end) as has_undated
    from attendances
    group by person_key
)

select
    people.person_key,
    coalesce(workers.region_code, 'unknown') as region_code,
    coalesce(workers.age_band, 'unknown') as age_band,
    coalesce(workers.has_recent_report, false) as is_in_frame,
    people.last_learned_on,
    people.last_unknown_on,
    people.has_undated = 1 as has_undated
from people
left join workers on people.person_key = workers.person_key
