with spells as (
    select * from {{ ref('int_enrolment_spell') }}
)

select
    spell_key,
    institution_code,
    student_no,
    major_class,
    status,
    expected_end,
    coalesce(expected_end <= {{ as_of_date() }}, false) as is_due
from spells
where not is_current and status in ('active', 'leave')
