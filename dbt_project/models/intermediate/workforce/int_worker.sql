with appointments as (
    select * from {{ ref('int_appointment') }}
    where is_holding and person_key is not null
),

attendances as (
    select * from {{ ref('int_learning_attendance') }}
    where day is not null
),

destinations as (
    select * from {{ ref('int_destination_at_cutoff') }}
    where
        is_employed
        and has_pseudonym
        and person_key is not null
        and status_date <= {{ as_of_date() }}
),

enterprises as (
    select * from {{ ref('int_workforce_enterprise') }}
),

places as (
    select
        person_key,
        uscc,
        appointed_date as day,
        1 as preference
    from appointments
    union all
    select
        person_key,
        employer_uscc as uscc,
        day,
        2 as preference
    from attendances
    where employer_uscc is not null
    union all
    select
        person_key,
        employer_uscc as uscc,
        status_date as day,
        3 as preference
    from destinations
    where employer_uscc is not null
),

newest_place as (
    select
        *,
        row_number() over (partition by person_key order by day desc, preference asc, uscc asc) as nth
    from places
),

bands as (
    select
        person_key,
        age_band,
        row_number() over (partition by person_key order by day desc, session_id asc) as nth
    from attendances
    where age_band is not null
),

people as (
    select person_key from places
    union
    select person_key from bands
)

select
    people.person_key,
    newest_place.uscc,
    coalesce(enterprises.region_code, 'unknown') as region_code,
    coalesce(enterprises.industry, 'unknown') as industry,
    coalesce(enterprises.has_recent_report, false) as has_recent_report,
    coalesce(bands.age_band, 'unknown') as age_band
from people
left join newest_place
    on people.person_key = newest_place.person_key
    and newest_place.nth = 1
left join bands
    on people.person_key = bands.person_key
    and bands.nth = 1
left join enterprises on newest_place.uscc = enterprises.uscc
