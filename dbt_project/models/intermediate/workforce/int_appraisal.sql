with applications as (
    select * from {{ ref('stg_certificate') }}
    where cert_type in ('level', 'qualification')
),

findings as (
    select * from {{ ref('stg_finding') }}
    where feed = 'certificate' and rule = 'CER-054'
),

unexplained as (
    select distinct
        delivery_no,
        sheet,
        row_no
    from findings
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where cert_type in ('level', 'qualification')
),

bands as (
    select * from {{ ref('stg_code_bands') }}
    where list = 'service_band'
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

records as (
    select * from {{ ref('int_training_record_with_parent') }}
),

appointments as (
    select * from {{ ref('int_appointment_with_parent') }}
),

roster as (
    select person_key from enrolments
    where person_key is not null
    union
    select person_key from records
    where person_key is not null
    union
    select person_key from appointments
    where person_key is not null
),

earlier as (
    select
        applications.application_no,
        count(*) as earlier_count
    from applications
    inner join certificates
        on applications.person_key = certificates.person_key
        and applications.occupation_code = certificates.occupation_code
        and applications.level > certificates.ladder_rank
        and applications.issue_date >= certificates.issue_date
    group by applications.application_no
),

judged as (
    select
        applications.application_no,
        applications.person_key,
        applications.body_code,
        coalesce(applications.occupation_code, 'unknown') as occupation_code,
        coalesce(applications.level, 0) as ladder_rank,
        coalesce(applications.applied_on, applications.exam_date, applications.issue_date) as day,
        applications.period,
        applications.result,
        case when applications.result = 'refused' then coalesce(applications.refusal_reason, 'unknown') end as refusal_ground,
        applications.exam_date,
        applications.result = 'pass' and coalesce(applications.status, 'valid') = 'revoked' as is_revoked,
        applications.result = 'pass' and unexplained.row_no is not null and earlier.earlier_count is null as is_level_jump,
        case
            when applications.result <> 'pass' then null
            when applications.person_key is not null then roster.person_key is not null
        end as is_on_roster,
        applications.standard_version,
        coalesce(applications.employment_form, 'not_stated') as employment_form,
        coalesce(applications.education, 'not_stated') as education,
        coalesce(bands.code, 'not_stated') as service_band
    from applications
    left join unexplained
        on applications.delivery_no = unexplained.delivery_no
        and applications.row_no = unexplained.row_no
        and coalesce(applications.sheet, '') = coalesce(unexplained.sheet, '')
    left join earlier on applications.application_no = earlier.application_no
    left join roster on applications.person_key = roster.person_key
    left join bands
        on applications.years_of_service >= bands.low
        and (bands.high is null or applications.years_of_service <= bands.high)
)

select
    application_no,
    person_key,
    body_code,
    occupation_code,
    ladder_rank,
    cast(case
        when day is not null then extract(year from day)
        else cast(substr(period, 1, 4) as bigint)
    end as bigint) as year,
    result,
    refusal_ground,
    coalesce(refusal_ground in ('quota', 'seniority', 'identity'), false) as is_barred_refusal,
    exam_date,
    is_revoked,
    is_level_jump,
    is_on_roster,
    standard_version,
    employment_form,
    education,
    service_band
from judged
where day is null or day <= {{ as_of_date() }}
