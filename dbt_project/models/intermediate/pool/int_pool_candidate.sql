with person_spells as (
    select * from {{ ref('int_person_spell') }}
),

people as (
    select * from {{ ref('int_person') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current
),

destinations as (
    select * from {{ ref('int_destination') }}
    where status_date <= {{ as_of_date() }}
),

ranked_destinations as (
    select
        *,
        row_number() over (partition by institution_code, student_no order by status_date desc, cohort desc) as nth
    from destinations
),

latest_destinations as (
    select * from ranked_destinations
    where nth = 1
)

select
    person_spells.person_key,
    person_spells.has_pseudonym,
    person_spells.institution_code,
    person_spells.student_no,
    person_spells.status,
    person_spells.is_current,
    person_spells.tier,
    person_spells.major_code,
    person_spells.major_class,
    person_spells.major_category,
    person_spells.expected_end,
    coalesce(person_spells.actual_end, person_spells.expected_end) as ended_on,
    person_spells.learner_kind,
    person_spells.employer_uscc as present_employer_uscc,
    person_spells.order_class_uscc,
    people.age_18_on,
    intentions.student_no is not null as has_intention,
    intentions.pool_consent,
    intentions.consent_version,
    intentions.consent_date,
    intentions.guardian_consent_date,
    intentions.guardian_informed,
    intentions.withdrawn_date,
    coalesce(intentions.seeking, 'unknown') as seeking,
    intentions.seeking_confirmed_on,
    intentions.available_from,
    intentions.skills,
    intentions.wish_regions,
    intentions.blocked_usccs,
    latest_destinations.destination_group,
    coalesce(latest_destinations.is_disputed, false) as is_disputed,
    coalesce(latest_destinations.is_employed, false) and not coalesce(latest_destinations.is_disputed, false) as is_employed,
    coalesce(latest_destinations.is_settled, false) as is_settled_as_reported,
    latest_destinations.employer_uscc as destination_employer_uscc
from person_spells
inner join people on person_spells.person_key = people.person_key
left join intentions
    on person_spells.institution_code = intentions.institution_code
    and person_spells.student_no = intentions.student_no
left join latest_destinations
    on person_spells.institution_code = latest_destinations.institution_code
    and person_spells.student_no = latest_destinations.student_no
