with introductions as (
    select * from {{ ref('int_introduction') }}
    where hired_on is not null
),

destinations as (
    select * from {{ ref('int_destination') }}
    where is_employed and employer_uscc is not null
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

-- A number that stands for two people names neither of them.
people as (
    select
        institution_code,
        student_no,
        max(person_key) as person_key
    from spells
    group by institution_code, student_no
    having count(distinct person_key) = 1
)

-- Who worked there before being asked for was not hired by being asked for.
select destinations.destination_key
from destinations
inner join people
    on destinations.institution_code = people.institution_code
    and destinations.student_no = people.student_no
inner join introductions
    on people.person_key = introductions.person_key
    and destinations.employer_uscc = introductions.uscc
where
    introductions.asked_on <= destinations.status_date
    and introductions.asked_on <= coalesce(destinations.signed_date, destinations.start_date, destinations.status_date)
group by destinations.destination_key
