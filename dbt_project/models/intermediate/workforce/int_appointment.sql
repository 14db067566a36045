with appointments as (
    select * from {{ ref('int_appointment_with_parent') }}
    where appointed_date <= {{ as_of_date() }}
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

certificates as (
    select * from {{ ref('stg_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and result = 'pass'
        and coalesce(status, 'valid') <> 'revoked'
        and issue_date is not null
        and level is not null
),

register as (
    select count(*) as certificate_count from certificates
),

people_in_register as (
    select distinct person_key
    from certificates
    where person_key is not null
),

keyed as (
    select
        {{ surrogate_key(['appointments.uscc', 'appointments.person_key', 'appointments.appointed_date', 'appointments.post_name']) }} as appointment_key,
        appointments.*,
        people_in_register.person_key is not null as is_person_in_register
    from appointments
    left join people_in_register on appointments.person_key = people_in_register.person_key
),

-- The person's own certificates; the number that was shown only where the register knows none of the person.
shown as (
    select
        keyed.appointment_key,
        keyed.appointed_date,
        keyed.occupation_code as post_occupation,
        certificates.*
    from keyed
    inner join certificates on keyed.person_key = certificates.person_key
    union all
    select
        keyed.appointment_key,
        keyed.appointed_date,
        keyed.occupation_code as post_occupation,
        certificates.*
    from keyed
    inner join certificates on keyed.certificate_key = certificates.certificate_key
    where not keyed.is_person_in_register
),

-- A code of an older edition may name another occupation, so such a certificate neither proves the level nor disproves it.
held as (
    select
        appointment_key,
        count(*) as certificate_count,
        max(case
            when post_occupation = occupation_code and coalesce(occupation_edition, 2022) = 2022 then level
        end) as held_rank,
        max(case when coalesce(occupation_edition, 2022) <> 2022 then level end) as older_edition_rank
    from shown
    where
        issue_date <= appointed_date
        and (expiry is null or expiry >= appointed_date)
    group by appointment_key
),

matched as (
    select
        keyed.*,
        enterprises.region as region_code,
        coalesce(keyed.appointed_level >= 2, false) as is_level_post,
        coalesce(held.held_rank, 0) as held_rank,
        case
            when register.certificate_count = 0 then 'unknown'
            when keyed.person_key is null and keyed.certificate_key is null then 'unknown'
            when coalesce(held.held_rank, 0) < keyed.appointed_level and held.older_edition_rank >= keyed.appointed_level then 'unknown'
            when keyed.is_person_in_register then 'person'
            when held.certificate_count > 0 then 'certificate'
            else 'not_found'
        end as certificate_match,
        coalesce(keyed.notice_published_date <= keyed.appointed_date, false) as has_published_notice
    from keyed
    cross join register
    left join held on keyed.appointment_key = held.appointment_key
    left join enterprises on keyed.uscc = enterprises.uscc
),

judged as (
    select
        *,
        case
            when not is_level_post or certificate_match = 'unknown' then null
            else held_rank >= appointed_level
        end as has_valid_certificate,
        case
            when not is_level_post then false
            when certificate_match <> 'unknown' then appointed_level > held_rank
            else appointed_level > certified_level
        end as is_above_certificate
    from matched
)

select
    appointment_key,
    person_key,
    uscc,
    region_code,
    occupation_code,
    post_name,
    job_sequence,
    appointed_date,
    cast(extract(year from appointed_date) as bigint) as appointed_year,
    appointed_level,
    is_level_post,
    certified_level,
    held_rank,
    certificate_match,
    has_valid_certificate,
    has_published_notice,
    case
        when not is_level_post then null
        when not has_published_notice then false
        else has_valid_certificate
    end as is_integral,
    is_above_certificate,
    appointment_doc_no is not null as has_document,
    selection_method,
    coalesce(selection_method = 'direct', false) and not has_published_notice as is_direct_without_notice,
    pay_grade,
    case when dismissed_date <= {{ as_of_date() }} then dismissed_date end as dismissed_date,
    case when dismissed_date <= {{ as_of_date() }} then coalesce(dismissal_reason, 'unknown') end as dismissal_reason,
    dismissed_date is null or dismissed_date > {{ as_of_date() }} as is_holding
from judged
