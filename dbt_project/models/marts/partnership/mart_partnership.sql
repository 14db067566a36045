with partnerships as (
    select * from {{ ref('int_partnership_with_parent') }}
),

interns as (
    select * from {{ ref('int_partnership_intern') }}
),

introductions as (
    select * from {{ ref('int_partnership_introduction') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
    where is_current and status in ('active', 'leave') and order_class_uscc is not null
),

vacancies as (
    select * from {{ ref('int_vacancy') }}
),

intern_counts as (
    select
        institution_code,
        uscc,
        partnership_start,
        count(*) as interns,
        sum(is_completed) as interns_completed,
        sum(is_hired) as hired_by_host,
        sum(is_due_6m) as hires_due_6m,
        sum(is_there_6m) as still_there_6m,
        sum(is_unknown_6m) as unknown_6m,
        sum(is_due_12m) as hires_due_12m,
        sum(is_there_12m) as still_there_12m,
        sum(is_unknown_12m) as unknown_12m
    from interns
    group by institution_code, uscc, partnership_start
),

class_counts as (
    select
        institution_code,
        order_class_uscc,
        count(distinct student_no) as students_in_class
    from enrolments
    group by institution_code, order_class_uscc
),

vacancy_counts as (
    select
        uscc,
        count(*) as vacancies,
        sum(openings) as openings,
        sum(filled_count) as filled
    from vacancies
    group by uscc
)

select
    partnerships.institution_code,
    partnerships.uscc,
    partnerships.start_date,
    partnerships.partnership_no,
    partnerships.partnership_type,
    partnerships.signed_date,
    partnerships.end_date as valid_to,
    {{ list_or_empty('partnerships.majors_involved') }} as majors,
    partnerships.places_promised,
    partnerships.students_involved,
    case
        when partnerships.partnership_type in ('order_class', 'apprenticeship') then coalesce(class_counts.students_in_class, 0)
    end as students_in_class,
    cast(coalesce(intern_counts.interns, 0) as bigint) as interns,
    cast(coalesce(intern_counts.interns_completed, 0) as bigint) as interns_completed,
    cast(coalesce(intern_counts.hired_by_host, 0) as bigint) as hired_by_host,
    cast(coalesce(intern_counts.hires_due_6m, 0) as bigint) as hires_due_6m,
    cast(coalesce(intern_counts.still_there_6m, 0) as bigint) as still_there_6m,
    cast(coalesce(intern_counts.unknown_6m, 0) as bigint) as unknown_6m,
    cast(coalesce(intern_counts.hires_due_12m, 0) as bigint) as hires_due_12m,
    cast(coalesce(intern_counts.still_there_12m, 0) as bigint) as still_there_12m,
    cast(coalesce(intern_counts.unknown_12m, 0) as bigint) as unknown_12m,
    cast(coalesce(vacancy_counts.vacancies, 0) as bigint) as enterprise_vacancies,
    cast(coalesce(vacancy_counts.openings, 0) as bigint) as enterprise_openings,
    cast(coalesce(vacancy_counts.filled, 0) as bigint) as enterprise_filled,
    cast(coalesce(introductions.presented, 0) as bigint) as presented,
    cast(coalesce(introductions.consented, 0) as bigint) as consented,
    cast(coalesce(introductions.interviewed, 0) as bigint) as interviewed,
    cast(coalesce(introductions.offered, 0) as bigint) as offered,
    cast(coalesce(introductions.hired, 0) as bigint) as hired,
    case
        when not partnerships.is_current then 'no_longer_reported'
        when partnerships.end_date < {{ as_of_date() }} then 'ended'
        when partnerships.start_date > {{ as_of_date() }} then 'not_started'
        else 'active'
    end as activity,
    {{ as_of() }} as as_of
from partnerships
left join intern_counts
    on partnerships.institution_code = intern_counts.institution_code
    and partnerships.uscc = intern_counts.uscc
    and partnerships.start_date = intern_counts.partnership_start
left join class_counts
    on partnerships.institution_code = class_counts.institution_code
    and partnerships.uscc = class_counts.order_class_uscc
left join introductions
    on partnerships.institution_code = introductions.institution_code
    and partnerships.uscc = introductions.uscc
    and partnerships.start_date = introductions.partnership_start
left join vacancy_counts on partnerships.uscc = vacancy_counts.uscc
