with spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by person_key
            order by
                case when status in ('dropped', 'transferred') then 1 else 0 end asc,
                case when is_current then 0 else 1 end asc,
                programme_start desc,
                institution_code asc,
                student_no asc
        ) as nth
    from spells
)

select
    person_key,
    spell_key,
    has_pseudonym,
    institution_code,
    student_no,
    programme_start,
    expected_end,
    actual_end,
    status,
    tier,
    major_code,
    major_class,
    major_category,
    learner_kind,
    employer_uscc,
    order_class_uscc,
    is_current
from ranked
where nth = 1
