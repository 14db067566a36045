with destinations as (
    select * from {{ ref('int_destination') }}
    where
        status_date <= {{ as_of_date() }}
        and is_employed
        and not is_disputed
        and employer_uscc is not null
        and occupation_code is not null
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

appointments as (
    select * from {{ ref('int_appointment') }}
    where
        person_key is not null
        and occupation_code is not null
        and coalesce(selection_method, 'unknown') <> 'internal_competition'
),

person_spells as (
    select * from {{ ref('int_person_spell') }}
),

introductions as (
    select * from {{ ref('int_introduction') }}
    where hired_on is not null
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
    where occupation_code is not null
),

reported as (
    select
        spells.person_key,
        destinations.employer_uscc as uscc,
        destinations.occupation_code,
        coalesce(destinations.signed_date, destinations.start_date) as hired_on,
        1 as is_destination,
        0 as is_appointment,
        0 as is_introduction
    from destinations
    inner join spells
        on destinations.institution_code = spells.institution_code
        and destinations.student_no = spells.student_no
    where spells.person_key is not null
    union all
    select
        person_key,
        uscc,
        occupation_code,
        appointed_date as hired_on,
        0 as is_destination,
        1 as is_appointment,
        0 as is_introduction
    from appointments
    union all
    select
        introductions.person_key,
        introductions.uscc,
        vacancies.occupation_code,
        introductions.hired_on,
        0 as is_destination,
        0 as is_appointment,
        1 as is_introduction
    from introductions
    inner join vacancies on introductions.vacancy_id = vacancies.vacancy_id
),

first_hires as (
    select
        person_key,
        uscc,
        occupation_code,
        min(hired_on) as hired_on,
        max(is_destination) = 1 as is_destination_reported,
        max(is_appointment) = 1 as is_appointment_reported,
        max(is_introduction) = 1 as is_outcome_reported
    from reported
    where hired_on <= {{ as_of_date() }}
    group by person_key, uscc, occupation_code
)

select
    first_hires.person_key,
    first_hires.uscc,
    first_hires.occupation_code,
    first_hires.hired_on,
    person_spells.major_code,
    first_hires.is_destination_reported,
    first_hires.is_appointment_reported,
    first_hires.is_outcome_reported
from first_hires
left join person_spells on first_hires.person_key = person_spells.person_key
