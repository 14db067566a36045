{% set counted = [
    'certificate', 'award', 'mentor', 'apprentice', 'appointment', 'training_record', 'subsidy', 'internship',
    'destination', 'job_intention',
] %}

with records as (
    select * from {{ ref('int_person_record') }}
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

counts as (
    select
        {% for record in counted -%}
        sum(case when record = '{{ record }}' then row_count else 0 end) as {{ record }}_count,
        {% endfor -%}
        sum(case when record = 'enrolment' then row_count else 0 end) as spell_count,
        person_key
    from records
    group by person_key
),

-- The latest birth date is the careful one where records of a person differ: it can only delay legal age.
enrolled_people as (
    select
        person_key,
        max(case when has_pseudonym then 1 else 0 end) = 1 as has_pseudonym,
        max(birth_date) as birth_date
    from spells
    group by person_key
)

select
    counts.person_key,
    coalesce(enrolled_people.has_pseudonym, true) as has_pseudonym,
    {{ birthday('enrolled_people.birth_date', 16) }} as age_16_on,
    {{ birthday('enrolled_people.birth_date', 18) }} as age_18_on,
    {% for record in counted -%}
    cast(counts.{{ record }}_count as bigint) as {{ record }}_count,
    {% endfor -%}
    cast(counts.spell_count as bigint) as spell_count,
    counts.certificate_count > 0 as has_certificate_record
from counts
left join enrolled_people on counts.person_key = enrolled_people.person_key
