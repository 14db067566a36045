with destinations as (
    select * from {{ ref('int_destination_standing') }}
    where is_employed and employer_uscc is not null
),

graduates as (
    select * from {{ ref('int_graduate') }}
    where has_diploma
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

cohorts as (
    select
        institution_code,
        cohort,
        count(*) as graduate_count
    from graduates
    group by institution_code, cohort
),

taken_of_college as (
    select
        institution_code,
        employer_uscc,
        cohort,
        count(*) as taken_count
    from destinations
    group by institution_code, employer_uscc, cohort
),

taken_of_all as (
    select
        employer_uscc,
        cohort,
        count(*) as taken_count
    from destinations
    group by employer_uscc, cohort
),

too_large_share as (
    select
        taken_of_college.institution_code,
        taken_of_college.employer_uscc,
        taken_of_college.cohort,
        {{ share('taken_of_college.taken_count', 'cohorts.graduate_count') }} as measured_value,
        thresholds.employer_share_max as threshold_value
    from taken_of_college
    inner join cohorts
        on taken_of_college.institution_code = cohorts.institution_code
        and taken_of_college.cohort = cohorts.cohort
    cross join thresholds
    where
        cohorts.graduate_count >= thresholds.employer_share_min_graduates
        and taken_of_college.taken_count > thresholds.employer_share_max * cohorts.graduate_count
),

above_insured as (
    select
        taken_of_all.employer_uscc,
        taken_of_all.cohort,
        cast(taken_of_all.taken_count as decimal(18, 6)) as measured_value,
        cast(enterprises.insured_count as decimal(18, 6)) as threshold_value
    from taken_of_all
    inner join enterprises on taken_of_all.employer_uscc = enterprises.uscc
    where taken_of_all.taken_count > enterprises.insured_count
)

select
    'D05' as check_id,
    'employer_share_too_large' as reason,
    'college' as subject_kind,
    destinations.institution_code as subject_code,
    destinations.employer_uscc as counterpart_code,
    destinations.cohort,
    cast(null as date) as cutoff_date,
    destinations.destination_key as row_key,
    cast(too_large_share.measured_value as decimal(18, 6)) as measured_value,
    too_large_share.threshold_value,
    destinations.received_on as first_seen
from destinations
inner join too_large_share
    on destinations.institution_code = too_large_share.institution_code
    and destinations.employer_uscc = too_large_share.employer_uscc
    and destinations.cohort = too_large_share.cohort
union all
select
    'D05' as check_id,
    'more_graduates_than_insured' as reason,
    'employer' as subject_kind,
    destinations.employer_uscc as subject_code,
    '*' as counterpart_code,
    destinations.cohort,
    cast(null as date) as cutoff_date,
    destinations.destination_key as row_key,
    above_insured.measured_value,
    above_insured.threshold_value,
    destinations.received_on as first_seen
from destinations
inner join above_insured
    on destinations.employer_uscc = above_insured.employer_uscc
    and destinations.cohort = above_insured.cohort
