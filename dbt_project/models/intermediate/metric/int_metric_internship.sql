with internships as (
    select * from {{ ref('int_post_internship') }}
    where status = 'completed' and end_date <= {{ as_of_date() }}
),

destinations as (
    select * from {{ ref('int_destination') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

followed as (
    select
        internships.internship_id,
        count(*) as records,
        max(case
            when
                destinations.is_employed
                and not destinations.is_disputed
                and destinations.employer_uscc = internships.host_uscc
                and coalesce(destinations.start_date, destinations.signed_date, destinations.status_date)
                <= internships.conversion_until
                then 1
            else 0
        end) as is_hired
    from internships
    inner join destinations
        on internships.institution_code = destinations.institution_code
        and internships.student_no = destinations.student_no
    group by internships.internship_id
),

judged as (
    select
        internships.*,
        internships.conversion_until <= {{ as_of_date() }} as is_mature,
        coalesce(internships.converted_to_hire, false) or coalesce(followed.is_hired, 0) = 1 as is_converted,
        internships.converted_to_hire is null and followed.records is null as is_unknown
    from internships
    left join followed on internships.internship_id = followed.internship_id
),

cohorts as (
    select
        judged.*,
        substr(colleges.region, 1, 4) || '00' as region_code,
        cast(extract(year from judged.end_date) as {{ dbt.type_string() }}) as cohort,
        cast(extract(year from judged.end_date) + 1 as {{ dbt.type_string() }}) as next_year
    from judged
    left join colleges on judged.institution_code = colleges.institution_code
)

select
    internship_id,
    cohort,
    cast(next_year || '-06-30' as date) as cutoff_date,
    institution_code,
    major_class,
    region_code,
    occupation_code,
    host_uscc as enterprise_uscc,
    is_mature,
    not is_mature as is_open,
    {{ flag("is_mature and is_converted") }} as intern_conversion_rate_numerator,
    {{ flag("is_mature") }} as intern_conversion_rate_denominator,
    {{ flag("is_mature and is_unknown") }} as intern_conversion_rate_unknown
from cohorts
