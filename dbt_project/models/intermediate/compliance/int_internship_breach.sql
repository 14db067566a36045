with door as (
    select * from {{ ref('int_internship_door_breach') }}
),

model as (
    select * from {{ ref('int_internship_model_breach') }}
),

internships as (
    select * from {{ ref('stg_internship') }}
),

breaches as (
    select
        internship_id,
        rule,
        severity,
        measured,
        cast(null as {{ dbt.type_string() }}) as limit_value,
        first_seen
    from door
    union all
    select
        internship_id,
        rule,
        severity,
        measured,
        limit_value,
        first_seen
    from model
)

select
    {{ surrogate_key(['internships.internship_id', 'breaches.rule']) }} as breach_key,
    breaches.rule,
    breaches.severity,
    internships.internship_id,
    internships.institution_code,
    internships.host_uscc,
    internships.internship_type,
    internships.occupation_code,
    internships.start_date,
    internships.end_date,
    breaches.measured,
    breaches.limit_value,
    breaches.first_seen
from breaches
inner join internships on breaches.internship_id = internships.internship_id
