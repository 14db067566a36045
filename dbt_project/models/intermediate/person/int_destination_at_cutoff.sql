with graduates as (
    select * from {{ ref('int_graduate') }}
    where has_diploma
),

destinations as (
    select * from {{ ref('int_destination') }}
),

cutoffs as (
    select distinct
        cohort,
        cast(cohort || '-08-31' as date) as cutoff_date
    from graduates
    union all
    select distinct
        cohort,
        cast(cohort || '-12-31' as date) as cutoff_date
    from graduates
),

due as (
    select
        graduates.*,
        cutoffs.cutoff_date
    from graduates
    inner join cutoffs on graduates.cohort = cutoffs.cohort
),

known as (
    select
        due.graduate_key,
        due.cutoff_date,
        destinations.*,
        row_number() over (
            partition by due.graduate_key, due.cutoff_date
            order by destinations.status_date desc
        ) as nth
    from due
    inner join destinations
        on due.institution_code = destinations.institution_code
        and due.student_no = destinations.student_no
        and due.cohort = destinations.cohort
        and due.cutoff_date >= destinations.status_date
),

latest as (
    select * from known
    where nth = 1
),

judged as (
    select
        due.graduate_key,
        due.person_key,
        due.has_pseudonym,
        due.institution_code,
        due.cohort,
        due.cutoff_date,
        due.graduated_on,
        due.tier,
        due.major_class,
        latest.destination_key,
        latest.status_date,
        latest.destination_code,
        case
            when latest.destination_group is null and not coalesce(latest.is_disputed, false) then 'no_record'
            when latest.is_disputed then 'disputed'
            else latest.destination_group
        end as destination_part,
        coalesce(latest.is_settled, false) as is_settled_as_reported,
        coalesce(latest.is_disputed, false) as is_disputed,
        coalesce(latest.is_verified, false) as is_verified,
        coalesce(latest.is_employed, false) as is_employed_as_reported,
        coalesce(latest.is_directly_employed, false) as is_directly_employed_as_reported,
        coalesce(latest.in_denominator, true) as in_denominator,
        latest.employer_uscc,
        latest.work_region,
        latest.full_time,
        latest.pay_monthly,
        latest.major_match
    from due
    left join latest
        on due.graduate_key = latest.graduate_key
        and due.cutoff_date = latest.cutoff_date
)

select
    graduate_key,
    person_key,
    has_pseudonym,
    institution_code,
    cohort,
    cutoff_date,
    graduated_on,
    tier,
    major_class,
    destination_key,
    status_date,
    destination_code,
    destination_part,
    is_settled_as_reported,
    is_settled_as_reported and not is_disputed as is_settled,
    is_settled_as_reported and not is_disputed and is_verified as is_verified_settled,
    is_employed_as_reported and not is_disputed as is_employed,
    is_directly_employed_as_reported and not is_disputed as is_directly_employed,
    in_denominator,
    employer_uscc,
    work_region,
    full_time,
    pay_monthly,
    major_match
from judged
