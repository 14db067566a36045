with internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

hosts as (
    select * from {{ ref('stg_enterprise') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

majors as (
    select * from {{ ref('stg_code_majors') }}
),

thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
),

adult_ages as (
    select
        valid_from,
        valid_to,
        cast(value as bigint) as years
    from thresholds
    where name = 'adult_age'
),

minimum_ages as (
    select
        valid_from,
        valid_to,
        cast(value as bigint) as years
    from thresholds
    where name = 'intern_min_age'
),

major_categories as (
    select
        code,
        max(category) as major_category
    from majors
    group by code
),

-- A student number may carry two spells: the internship belongs to the newest one begun by its first day.
ranked as (
    select
        internships.internship_id,
        enrolments.birth_date,
        enrolments.gender,
        enrolments.learner_kind,
        enrolments.programme_start,
        enrolments.grade,
        enrolments.study_length,
        enrolments.person_key,
        enrolments.major_code,
        row_number() over (
            partition by internships.internship_id
            order by
                case when enrolments.programme_start <= internships.start_date then 0 else 1 end,
                enrolments.programme_start desc
        ) as nth
    from internships
    inner join enrolments
        on internships.institution_code = enrolments.institution_code
        and internships.student_no = enrolments.student_no
),

spells as (
    select
        *,
        {{ add_months('programme_start', 12) }} as second_year_by_start,
        cast(cast(grade + 1 as {{ dbt.type_string() }}) || '-09-01' as date) as second_year_by_grade
    from ranked
    where nth = 1
),

earlier as (
    select
        person_key,
        min(programme_start) as first_programme_start
    from enrolments
    where status not in ('dropped', 'transferred')
    group by person_key
)

select
    internships.internship_id,
    internships.institution_code,
    internships.student_no,
    internships.host_uscc,
    internships.occupation_code,
    internships.start_date,
    internships.end_date,
    internships.status,
    internships.guardian_consent,
    internships.hazard_flags,
    internships.labour_intensity,
    internships.cross_province_filing_no,
    {{ civil_date('deliveries.received_at') }} as received_on,
    spells.internship_id is not null as has_enrolment,
    spells.gender,
    spells.learner_kind,
    spells.major_code,
    major_categories.major_category,
    {{ birthday_in_years('spells.birth_date', 'adult_ages.years') }} as adult_on,
    adult_ages.years as adult_age,
    {{ birthday_in_years('spells.birth_date', 'minimum_ages.years') }} as old_enough_on,
    minimum_ages.years as minimum_age,
    -- A student who changed colleges begins a spell in the middle of a programme: the grade knows the first year.
    -- A short programme after one that was not broken off is the second stage of 3+2 and has no first year.
    case
        when spells.study_length < 3 and earlier.first_programme_start < spells.programme_start then null
        when spells.programme_start <= internships.start_date
            then least(spells.second_year_by_start, coalesce(spells.second_year_by_grade, spells.second_year_by_start))
    end as second_year_from,
    substr(internships.host_region, 1, 2) as host_province,
    case
        when internships.institution_code like '%:%' then substr(colleges.region, 1, 2)
    end as college_province_by_register,
    hosts.industry as host_industry,
    hosts.hr_agency as is_host_agency
from internships
inner join deliveries on internships.delivery_no = deliveries.delivery_no
left join spells on internships.internship_id = spells.internship_id
left join earlier on spells.person_key = earlier.person_key
left join major_categories on spells.major_code = major_categories.code
left join hosts on internships.host_uscc = hosts.uscc
left join colleges on internships.institution_code = colleges.institution_code
left join adult_ages on {{ holds_on('adult_ages', 'internships.start_date') }}
left join minimum_ages on {{ holds_on('minimum_ages', 'internships.start_date') }}
