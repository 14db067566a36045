with graduates as (
    select * from {{ ref('int_graduate') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

genders as (
    select
        {{ surrogate_key(['institution_code', 'student_no', 'programme_start']) }} as graduate_key,
        gender
    from enrolments
)

-- The first four digits of a region code name its city.
select
    graduates.graduate_key,
    genders.gender,
    substr(colleges.region, 1, 4) || '00' as region_code
from graduates
left join genders on graduates.graduate_key = genders.graduate_key
left join colleges on graduates.institution_code = colleges.institution_code
