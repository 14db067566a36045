with destinations as (
    select * from {{ ref('stg_destination') }}
),

codes as (
    select * from {{ ref('stg_code_destination_codes') }}
),

accepted_evidence as (
    select * from {{ ref('stg_code_accepted_evidence') }}
),

-- An allow-list: a code the table does not know is neither settled nor employed, and has no group.
coded as (
    select
        destinations.*,
        codes.destination_group,
        coalesce(codes.is_settled, false) as is_settled,
        coalesce(codes.is_employed, false) as is_employed,
        coalesce(codes.is_directly_employed, false) as is_directly_employed,
        coalesce(codes.in_denominator, true) as in_denominator,
        accepted_evidence.evidence_type is not null as has_accepted_evidence
    from destinations
    left join codes on destinations.destination_code = codes.code
    left join accepted_evidence
        on destinations.destination_code = accepted_evidence.destination_code
        and destinations.evidence_type = accepted_evidence.evidence_type
)

select
    {{ surrogate_key(['institution_code', 'student_no', 'graduation_year', 'status_date']) }} as destination_key,
    institution_code,
    student_no,
    cast(graduation_year as {{ dbt.type_string() }}) as cohort,
    status_date,
    destination_code,
    destination_group,
    is_settled,
    is_employed,
    is_directly_employed,
    in_denominator,
    coalesce(verification_status in ('disputed', 'rejected'), false) or coalesce(graduate_confirmed = 'no', false) as is_disputed,
    coalesce(verification_status = 'verified', false) and has_accepted_evidence as is_verified,
    evidence_type,
    verification_status,
    graduate_confirmed,
    social_insurance_seen,
    employer_uscc,
    occupation_code,
    work_region,
    start_date,
    signed_date,
    full_time,
    pay_monthly,
    major_match,
    delivery_no
from coded
