with spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

leavers as (
    select
        *,
        coalesce(actual_end, expected_end) as graduated_on
    from spells
    where status in ('graduated', 'completed_no_diploma')
),

cohorts as (
    select
        *,
        cast(extract(year from graduated_on) as {{ dbt.type_string() }}) as cohort
    from leavers
    where graduated_on is not null
),

-- One programme sent twice with different start days is still one graduation: a diploma beats none, then the newest.
ranked as (
    select
        *,
        row_number() over (
            partition by person_key, institution_code, cohort
            order by
                case when status = 'graduated' then 0 else 1 end asc,
                case when is_current then 0 else 1 end asc,
                programme_start desc,
                student_no asc
        ) as nth
    from cohorts
)

select
    spell_key as graduate_key,
    person_key,
    has_pseudonym,
    institution_code,
    student_no,
    cohort,
    graduated_on,
    tier,
    major_code,
    major_class,
    status,
    status = 'graduated' as has_diploma
from ranked
where nth = 1
