with sent_enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

late as (
    select * from {{ ref('int_late_enrolment') }}
),

-- A row whose college is in no register is held or quarantined, and counts nowhere until the register names it.
enrolments as (
    select sent_enrolments.*
    from sent_enrolments
    left join late
        on sent_enrolments.delivery_no = late.delivery_no
        and sent_enrolments.row_no = late.row_no
        and coalesce(sent_enrolments.sheet, '') = coalesce(late.sheet, '')
    where late.delivery_no is null
),

majors as (
    select * from {{ ref('stg_code_majors') }}
),

known_pseudonyms as (
    select
        institution_code,
        student_no,
        max(person_key) as person_key
    from enrolments
    group by institution_code, student_no
),

-- A major is listed in several catalogue years and tiers: one row per code before the join.
major_categories as (
    select
        code,
        max(category) as major_category
    from majors
    group by code
),

identified as (
    select
        enrolments.*,
        coalesce(enrolments.person_key, known_pseudonyms.person_key) as pseudonym,
        substr(enrolments.major_code, 1, 4) as major_class,
        major_categories.major_category
    from enrolments
    inner join known_pseudonyms
        on enrolments.institution_code = known_pseudonyms.institution_code
        and enrolments.student_no = known_pseudonyms.student_no
    left join major_categories on enrolments.major_code = major_categories.code
)

select
    {{ surrogate_key(['institution_code', 'student_no', 'programme_start']) }} as spell_key,
    coalesce(pseudonym, {{ surrogate_key(['institution_code', 'student_no']) }}) as person_key,
    pseudonym is not null as has_pseudonym,
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
    birth_date,
    is_current
from identified
