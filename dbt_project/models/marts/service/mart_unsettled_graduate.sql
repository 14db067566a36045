with graduates as (
    select * from {{ ref('int_graduate_status') }}
    where not is_settled
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current and withdrawn_date is null
),

introductions as (
    select * from {{ ref('int_introduction') }}
),

recommended as (
    select
        graduates.graduate_key,
        count(*) as introduction_count
    from graduates
    inner join introductions
        on graduates.person_key = introductions.person_key
        and graduates.open_since <= introductions.asked_on
    group by graduates.graduate_key
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
    cast(coalesce(recommended.introduction_count, 0) as bigint) as recommendations,
    {{ as_of() }} as as_of
from graduates
left join intentions
    on graduates.institution_code = intentions.institution_code
    and graduates.student_no = intentions.student_no
left join recommended on graduates.graduate_key = recommended.graduate_key
