with destinations as (
    select * from {{ ref('int_destination_standing') }}
    where is_employed and employer_uscc is not null and signed_date is null
),

internships as (
    select * from {{ ref('stg_internship') }}
),

-- One row per student and host, whatever number of internships there were.
hosts as (
    select
        institution_code,
        student_no,
        host_uscc,
        max(end_date) as last_day
    from internships
    group by institution_code, student_no, host_uscc
)

select
    'D03' as check_id,
    'employer_is_internship_host' as reason,
    'college' as subject_kind,
    destinations.institution_code as subject_code,
    destinations.employer_uscc as counterpart_code,
    destinations.cohort,
    cast(null as date) as cutoff_date,
    destinations.destination_key as row_key,
    cast(null as decimal(18, 6)) as measured_value,
    cast(null as decimal(18, 6)) as threshold_value,
    destinations.received_on as first_seen
from destinations
inner join hosts
    on destinations.institution_code = hosts.institution_code
    and destinations.student_no = hosts.student_no
    and destinations.employer_uscc = hosts.host_uscc
where destinations.start_date <= hosts.last_day
