{% set soon = add_days(as_of_date(), 'thresholds.worklist_days') %}

with destinations as (
    select * from {{ ref('int_destination') }}
),

internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post' and coalesce(status, 'planned') in ('planned', 'active')
),

breaches as (
    select * from {{ ref('int_internship_breach') }}
    where severity = 'error'
),

introductions as (
    select * from {{ ref('int_introduction') }}
    where state in ('asked', 'put_to_student')
),

spells as (
    select * from {{ ref('int_person_spell') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

newest as (
    select
        *,
        row_number() over (partition by institution_code, student_no, cohort order by status_date desc) as nth
    from destinations
),

classes as (
    select
        institution_code,
        student_no,
        max(class_name) as class_name
    from enrolments
    where is_current
    group by institution_code, student_no
),

tasks as (
    select
        institution_code,
        student_no,
        'dispute' as task_kind,
        cohort as about,
        cast(null as date) as due_on,
        status_date as since_date
    from newest
    where nth = 1 and is_disputed
    union all
    select
        institution_code,
        student_no,
        'evidence_missing' as task_kind,
        cohort as about,
        cast(null as date) as due_on,
        status_date as since_date
    from newest
    where nth = 1 and is_employed and not is_disputed and evidence_type is null
    union all
    select
        internships.institution_code,
        internships.student_no,
        'agreement_before_start' as task_kind,
        internships.internship_id as about,
        internships.start_date as due_on,
        cast(null as date) as since_date
    from internships
    cross join thresholds
    where
        (internships.agreement_no is null or internships.agreement_signed_date is null)
        and internships.start_date > {{ as_of_date() }}
        and internships.start_date <= {{ soon }}
    union all
    select
        internships.institution_code,
        internships.student_no,
        'insurance_ends' as task_kind,
        internships.internship_id as about,
        internships.insurance_to as due_on,
        internships.start_date as since_date
    from internships
    cross join thresholds
    where
        internships.insurance_to < internships.end_date
        and internships.insurance_to <= {{ soon }}
        and internships.end_date >= {{ as_of_date() }}
    union all
    select
        internships.institution_code,
        internships.student_no,
        'finding_to_mend' as task_kind,
        breaches.breach_key as about,
        breaches.end_date as due_on,
        breaches.first_seen as since_date
    from breaches
    inner join internships on breaches.internship_id = internships.internship_id
    where breaches.end_date >= {{ as_of_date() }}
    union all
    select
        introductions.institution_code,
        spells.student_no,
        case when introductions.state = 'asked' then 'introduction_waiting' else 'consent_waiting' end as task_kind,
        cast(introductions.introduction_no as {{ dbt.type_string() }}) as about,
        {{ add_days('introductions.asked_on', 'thresholds.introduction_answer_days') }} as due_on,
        introductions.changed_on as since_date
    from introductions
    inner join spells
        on introductions.person_key = spells.person_key
        and introductions.institution_code = spells.institution_code
    cross join thresholds
)

select
    {{ surrogate_key(['tasks.institution_code', 'tasks.student_no', 'tasks.task_kind', 'tasks.about']) }} as task_key,
    tasks.institution_code,
    tasks.student_no,
    classes.class_name,
    tasks.task_kind,
    tasks.about,
    tasks.due_on,
    tasks.since_date
from tasks
left join classes
    on tasks.institution_code = classes.institution_code
    and tasks.student_no = classes.student_no
