-- What: a pseudonym has one row in int_person, and the enrolments of all people are the enrolments that count.
-- Why: figures of people are sums over int_person or its spells; a person lost or doubled there is wrong everywhere.
-- How to resolve: look at int_person_record: a record that is ranked by too few columns gives a row to two spells.
with people as (
    select
        count(*) as person_count,
        count(distinct person_key) as pseudonym_count,
        sum(spell_count) as spell_count
    from {{ ref('int_person') }}
),

spells as (
    select count(*) as spell_count from {{ ref('int_enrolment_spell') }}
)

select
    people.person_count,
    people.pseudonym_count,
    people.spell_count as spells_of_people,
    spells.spell_count as spells_that_count
from people
cross join spells
where
    people.person_count <> people.pseudonym_count
    or coalesce(people.spell_count, 0) <> spells.spell_count
