with internships as (
    select * from {{ ref('int_post_internship') }}
    where status <> 'planned'
),

breaches as (
    select * from {{ ref('int_internship_breach') }}
    where severity = 'error'
),

colleges as (
    select * from {{ ref('stg_college') }}
),

breached as (
    select distinct internship_id from breaches
),

years as (
    select cast(extract(year from start_date) as {{ dbt.type_string() }}) as year_text from internships
    union
    select cast(extract(year from end_date) as {{ dbt.type_string() }}) as year_text from internships
),

-- Every year that is over, and the last month that is.
cutoffs as (
    select cast(year_text || '-12-31' as date) as cutoff_date
    from years
    where cast(year_text || '-12-31' as date) <= {{ as_of_date() }}
    union
    select {{ add_days(month_start(add_days(as_of_date(), 1)), -1) }} as cutoff_date
)

select
    internships.internship_id,
    cutoffs.cutoff_date,
    cast(extract(year from cutoffs.cutoff_date) as {{ dbt.type_string() }}) as cohort,
    internships.institution_code,
    internships.major_class,
    substr(colleges.region, 1, 4) || '00' as region_code,
    internships.occupation_code,
    internships.host_uscc as enterprise_uscc,
    true as is_mature,
    false as is_open,
    {{ flag("breached.internship_id is null") }} as internship_compliance_rate_numerator,
    1 as internship_compliance_rate_denominator,
    0 as internship_compliance_rate_unknown
from internships
inner join cutoffs
    on internships.start_date <= cutoffs.cutoff_date
    and internships.end_date >= {{ add_months(add_days('cutoffs.cutoff_date', 1), -12) }}
left join breached on internships.internship_id = breached.internship_id
left join colleges on internships.institution_code = colleges.institution_code
