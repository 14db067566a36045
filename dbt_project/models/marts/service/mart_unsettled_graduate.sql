with graduates as (
    select * from {{ ref('int_graduate_status') }}
    where not is_settled
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current and withdrawn_date is null
)

select
    graduates.person_key,
    graduates.institution_code,
    graduates.cohort,
    graduates.major_class,
    graduates.region_code,
    graduates.graduated_on,
    graduates.last_status,
    graduates.status_date,
    {{ epoch_day(as_of_date()) }} - {{ epoch_day('graduates.open_since') }} as days_open,
    coalesce(intentions.seeking, 'unknown') as seeking,
    {{ first_item('intentions.wish_regions') }} as wish_region,
    {{ as_of() }} as as_of
from graduates
left join intentions
    on graduates.institution_code = intentions.institution_code
    and graduates.student_no = intentions.student_no
