with candidates as (
    select * from {{ ref('int_pool_candidate') }}
),

destinations as (
    select * from {{ ref('int_destination') }}
    where status_date <= {{ as_of_date() }}
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

people_of_numbers as (
    select distinct
        person_key,
        institution_code,
        student_no
    from spells
),

present_employers as (
    select
        person_key,
        present_employer_uscc as uscc,
        'present_employer' as reason
    from candidates
    where present_employer_uscc is not null
    union all
    select
        person_key,
        destination_employer_uscc as uscc,
        'present_employer' as reason
    from candidates
    where is_employed and destination_employer_uscc is not null
),

disputed_employers as (
    select
        people_of_numbers.person_key,
        destinations.employer_uscc as uscc,
        'disputed_employer' as reason
    from destinations
    inner join people_of_numbers
        on destinations.institution_code = people_of_numbers.institution_code
        and destinations.student_no = people_of_numbers.student_no
    where destinations.is_disputed and destinations.employer_uscc is not null
),

blocked_employers as (
    select
        person_key,
        {{ explode('blocked_usccs') }} as uscc,
        'blocked_employer' as reason
    from candidates
),

everything as (
    select * from present_employers
    union all
    select * from disputed_employers
    union all
    select * from blocked_employers
)

select distinct
    person_key,
    uscc,
    reason
from everything
