with partnerships as (
    select * from {{ ref('int_partnership_with_parent') }}
),

internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

destinations as (
    select * from {{ ref('int_destination') }}
    where status_date <= {{ as_of_date() }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

-- One student at one host under one agreement, however many posts and rows.
interns as (
    select
        partnerships.institution_code,
        partnerships.uscc,
        partnerships.start_date as partnership_start,
        internships.student_no,
        max(case when internships.status = 'completed' then 1 else 0 end) as is_completed,
        max(case when internships.converted_to_hire then 1 else 0 end) as is_reported_hired,
        max(internships.end_date) as ended_on,
        {{ add_months('max(internships.end_date)', 'max(thresholds.intern_conversion_months)') }} as hired_until
    from partnerships
    inner join internships
        on partnerships.institution_code = internships.institution_code
        and partnerships.uscc = internships.host_uscc
        and partnerships.start_date <= internships.start_date
        and (partnerships.end_date is null or partnerships.end_date >= internships.start_date)
    cross join thresholds
    where internships.start_date <= {{ as_of_date() }}
    group by partnerships.institution_code, partnerships.uscc, partnerships.start_date, internships.student_no
),

followed as (
    select
        interns.institution_code,
        interns.uscc,
        interns.partnership_start,
        interns.student_no,
        destinations.status_date,
        coalesce(destinations.start_date, destinations.signed_date, destinations.status_date) as began_on,
        destinations.is_employed and not destinations.is_disputed and coalesce(destinations.employer_uscc = interns.uscc, false) as is_at_host,
        interns.hired_until
    from interns
    inner join destinations
        on interns.institution_code = destinations.institution_code
        and interns.student_no = destinations.student_no
),

hires as (
    select
        institution_code,
        uscc,
        partnership_start,
        student_no,
        min(began_on) as hired_on
    from followed
    where is_at_host and began_on <= hired_until
    group by institution_code, uscc, partnership_start, student_no
),

marks as (
    select
        *,
        {{ add_months('hired_on', 6) }} as due_6m,
        {{ add_months('hired_on', 12) }} as due_12m
    from hires
),

-- The newest word on or after the day, within the half year that follows.
said_6m as (
    select
        followed.institution_code,
        followed.uscc,
        followed.partnership_start,
        followed.student_no,
        followed.is_at_host,
        row_number() over (
            partition by followed.institution_code, followed.uscc, followed.partnership_start, followed.student_no
            order by followed.status_date
        ) as nth
    from followed
    inner join marks
        on followed.institution_code = marks.institution_code
        and followed.uscc = marks.uscc
        and followed.partnership_start = marks.partnership_start
        and followed.student_no = marks.student_no
        and followed.status_date >= marks.due_6m
        and followed.status_date < marks.due_12m
),

said_12m as (
    select
        followed.institution_code,
        followed.uscc,
        followed.partnership_start,
        followed.student_no,
        followed.is_at_host,
        row_number() over (
            partition by followed.institution_code, followed.uscc, followed.partnership_start, followed.student_no
            order by followed.status_date
        ) as nth
    from followed
    inner join marks
        on followed.institution_code = marks.institution_code
        and followed.uscc = marks.uscc
        and followed.partnership_start = marks.partnership_start
        and followed.student_no = marks.student_no
        and followed.status_date >= marks.due_12m
        and followed.status_date < {{ add_months('marks.due_12m', 6) }}
)

select
    interns.institution_code,
    interns.uscc,
    interns.partnership_start,
    interns.student_no,
    interns.is_completed,
    case when interns.is_reported_hired = 1 or marks.hired_on is not null then 1 else 0 end as is_hired,
    {{ flag("marks.due_6m <= " ~ as_of_date()) }} as is_due_6m,
    {{ flag("marks.due_6m <= " ~ as_of_date() ~ " and said_6m.is_at_host") }} as is_there_6m,
    {{ flag("marks.due_6m <= " ~ as_of_date() ~ " and said_6m.is_at_host is null") }} as is_unknown_6m,
    {{ flag("marks.due_12m <= " ~ as_of_date()) }} as is_due_12m,
    {{ flag("marks.due_12m <= " ~ as_of_date() ~ " and said_12m.is_at_host") }} as is_there_12m,
    {{ flag("marks.due_12m <= " ~ as_of_date() ~ " and said_12m.is_at_host is null") }} as is_unknown_12m
from interns
left join marks
    on interns.institution_code = marks.institution_code
    and interns.uscc = marks.uscc
    and interns.partnership_start = marks.partnership_start
    and interns.student_no = marks.student_no
left join said_6m
    on interns.institution_code = said_6m.institution_code
    and interns.uscc = said_6m.uscc
    and interns.partnership_start = said_6m.partnership_start
    and interns.student_no = said_6m.student_no
    and said_6m.nth = 1
left join said_12m
    on interns.institution_code = said_12m.institution_code
    and interns.uscc = said_12m.uscc
    and interns.partnership_start = said_12m.partnership_start
    and interns.student_no = said_12m.student_no
    and said_12m.nth = 1
