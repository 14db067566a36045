with spells as (
    select
        *,
        coalesce(actual_end, expected_end) as ends_on
    from {{ ref('int_enrolment_spell') }}
    where has_pseudonym and coalesce(learner_kind, 'full_time') = 'full_time'
),

-- A spell that began before the other ended and ended after the other began; the day of a transfer is no overlap.
overlapping as (
    select
        spells.spell_key,
        spells.person_key,
        spells.institution_code,
        spells.ends_on,
        greatest(spells.programme_start, others.programme_start) as overlap_begins_on
    from spells
    inner join spells as others
        on spells.person_key = others.person_key
        and spells.institution_code <> others.institution_code
        and spells.programme_start < others.ends_on
        and spells.ends_on > others.programme_start
)

select
    spell_key,
    person_key,
    institution_code,
    cast(extract(year from ends_on) as {{ dbt.type_string() }}) as cohort,
    min(overlap_begins_on) as overlap_begins_on
from overlapping
group by spell_key, person_key, institution_code, ends_on
