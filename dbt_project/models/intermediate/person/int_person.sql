with spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

certificates as (
    select * from {{ ref('stg_certificate') }}
),

certificate_people as (
    select distinct person_key
    from certificates
    where person_key is not null
),

-- The latest birth date is the careful one where records of a person differ: it can only delay legal age.
enrolled_people as (
    select
        person_key,
        max(case when has_pseudonym then 1 else 0 end) = 1 as has_pseudonym,
        max(birth_date) as birth_date,
        count(*) as spell_count
    from spells
    group by person_key
),

people as (
    select
        coalesce(enrolled_people.person_key, certificate_people.person_key) as person_key,
        coalesce(enrolled_people.has_pseudonym, true) as has_pseudonym,
        enrolled_people.birth_date,
        coalesce(enrolled_people.spell_count, 0) as spell_count,
        certificate_people.person_key is not null as has_certificate_record
    from enrolled_people
    full outer join certificate_people on enrolled_people.person_key = certificate_people.person_key
)

select
    person_key,
    has_pseudonym,
    {{ birthday('birth_date', 16) }} as age_16_on,
    {{ birthday('birth_date', 18) }} as age_18_on,
    spell_count,
    has_certificate_record
from people
