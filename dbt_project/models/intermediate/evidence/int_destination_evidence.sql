with graduates as (
    select * from {{ ref('int_destination_at_cutoff') }}
),

destinations as (
    select * from {{ ref('int_destination') }}
),

grades as (
    select * from {{ ref('stg_code_evidence_grades') }}
),

hires_told as (
    select * from {{ ref('int_destination_hire_told') }}
),

-- The employer's word on an introduction is its confirmation, beside whatever the college sent.
proofs as (
    select
        destination_key,
        coalesce(evidence_type, 'none') as evidence_type,
        verification_status,
        graduate_confirmed,
        social_insurance_seen
    from destinations
    union all
    select
        destinations.destination_key,
        'employer_certificate' as evidence_type,
        destinations.verification_status,
        destinations.graduate_confirmed,
        destinations.social_insurance_seen
    from destinations
    inner join hires_told on destinations.destination_key = hires_told.destination_key
),

-- What is not given proves nothing: no material, not verified, no answer of the graduate.
stated as (
    select
        destination_key,
        evidence_type,
        coalesce(verification_status, 'unverified') as verification_status,
        coalesce(graduate_confirmed, 'no_reply') as graduate_confirmed,
        case
            when social_insurance_seen is null then 'unknown'
            when social_insurance_seen then 'yes'
            else 'no'
        end as social_insurance_seen
    from proofs
),

-- A handful of combinations meets the rules, not every destination.
combinations as (
    select distinct
        evidence_type,
        verification_status,
        graduate_confirmed,
        social_insurance_seen
    from stated
),

ranked as (
    select
        combinations.evidence_type,
        combinations.verification_status,
        combinations.graduate_confirmed,
        combinations.social_insurance_seen,
        grades.grade,
        grades.rank as grade_rank,
        row_number() over (
            partition by
                combinations.evidence_type, combinations.verification_status,
                combinations.graduate_confirmed, combinations.social_insurance_seen
            order by grades.rank
        ) as nth
    from combinations
    inner join grades
        on grades.evidence_type in ('*', combinations.evidence_type)
        and grades.verification_status in ('*', combinations.verification_status)
        and grades.graduate_confirmed in ('*', combinations.graduate_confirmed)
        and grades.social_insurance_seen in ('*', combinations.social_insurance_seen)
),

proven as (
    select
        stated.destination_key,
        ranked.grade,
        row_number() over (partition by stated.destination_key order by ranked.grade_rank) as nth
    from stated
    inner join ranked
        on stated.evidence_type = ranked.evidence_type
        and stated.verification_status = ranked.verification_status
        and stated.graduate_confirmed = ranked.graduate_confirmed
        and stated.social_insurance_seen = ranked.social_insurance_seen
    where ranked.nth = 1
),

graded as (
    select
        destination_key,
        grade
    from proven
    where nth = 1
)

select
    graduates.graduate_key,
    graduates.cohort,
    graduates.cutoff_date,
    graduates.institution_code,
    coalesce(graduates.tier, 'unknown') as tier,
    coalesce(graduates.major_class, 'unknown') as major_class,
    graduates.destination_part,
    graduates.is_settled_as_reported,
    graduates.is_settled,
    graduates.is_verified_settled,
    case when graduates.is_settled then coalesce(graded.grade, 'none') end as evidence_grade
from graduates
left join graded on graduates.destination_key = graded.destination_key
where graduates.in_denominator
