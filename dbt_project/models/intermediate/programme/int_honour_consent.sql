with intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
    where has_pseudonym
),

-- One student number may have several spells: one row per student before the join.
students as (
    select
        institution_code,
        student_no,
        max(person_key) as person_key,
        count(distinct person_key) as person_count
    from spells
    group by institution_code, student_no
),

statements as (
    select
        students.person_key,
        coalesce(intentions.honour_roll_consent, false)
        and intentions.consent_date <= {{ as_of_date() }}
        and coalesce(intentions.withdrawn_date > {{ as_of_date() }}, true) as has_consent,
        coalesce(not intentions.honour_roll_consent, false)
        or coalesce(intentions.withdrawn_date <= {{ as_of_date() }}, false) as has_refused
    from intentions
    inner join students
        on intentions.institution_code = students.institution_code
        and intentions.student_no = students.student_no
    where students.person_count = 1
)

-- Who said no or withdrew at one college is not named because another college still says yes.
select person_key
from statements
group by person_key
having
    max({{ flag('has_consent') }}) = 1
    and max({{ flag('has_refused') }}) = 0
