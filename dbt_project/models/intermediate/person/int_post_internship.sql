with internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
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
    ranked.internship_id,
    ranked.person_key,
    ranked.institution_code,
    ranked.student_no,
    ranked.major_class,
    ranked.host_uscc,
    ranked.occupation_code,
    ranked.start_date,
    ranked.end_date,
    {{ add_months('ranked.end_date', 'thresholds.intern_conversion_months') }} as conversion_until,
    ranked.status,
    ranked.converted_to_hire
from ranked
cross join thresholds
where ranked.nth = 1
