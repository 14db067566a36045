with internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

-- A student number may carry two spells: the internship belongs to the newest one begun by its first day.
ranked as (
    select
        internships.*,
        spells.person_key,
        spells.major_class,
        row_number() over (
            partition by internships.internship_id
            order by
                case when spells.programme_start <= internships.start_date then 0 else 1 end,
                spells.programme_start desc
        ) as nth
    from internships
    inner join spells
        on internships.institution_code = spells.institution_code
        and internships.student_no = spells.student_no
)

select
    internship_id,
    person_key,
    institution_code,
    student_no,
    major_class,
    host_uscc,
    occupation_code,
    start_date,
    end_date,
    {{ add_months('end_date', 6) }} as conversion_until,
    status,
    converted_to_hire
from ranked
where nth = 1
