{#- Feeds that name a person by pseudonym: feed, column and what the person is there. -#}
{% set named = [
    ('certificate', 'person_key', 'certificate'),
    ('award', 'person_key', 'award'),
    ('mentorship', 'mentor_key', 'mentor'),
    ('mentorship', 'apprentice_key', 'apprentice'),
    ('appointment', 'person_key', 'appointment'),
    ('training_record', 'person_key', 'training_record'),
    ('subsidy', 'person_key', 'subsidy'),
] %}

with spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

internships as (
    select * from {{ ref('stg_internship') }}
),

destinations as (
    select * from {{ ref('int_destination') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
),

-- Rows that give a student number and a day, the day on which the number must have stood for the person.
by_number as (
    select
        'internship' as record,
        internship_id as row_key,
        institution_code,
        student_no,
        start_date as spoken_of
    from internships
    union all
    select
        'destination' as record,
        destination_key as row_key,
        institution_code,
        student_no,
        status_date as spoken_of
    from destinations
    union all
    select
        'job_intention' as record,
        {{ surrogate_key(['institution_code', 'student_no']) }} as row_key,
        institution_code,
        student_no,
        consent_date as spoken_of
    from intentions
),

-- A number may have carried several programmes: a row belongs to the newest one begun by its day, and to no other.
ranked as (
    select
        by_number.record,
        spells.person_key,
        row_number() over (
            partition by by_number.record, by_number.row_key
            order by
                case when spells.programme_start <= by_number.spoken_of then 0 else 1 end asc,
                spells.programme_start desc,
                spells.spell_key asc
        ) as nth
    from by_number
    inner join spells
        on by_number.institution_code = spells.institution_code
        and by_number.student_no = spells.student_no
),

records as (
    select
        'enrolment' as record,
        person_key
    from spells
    union all
    select
        record,
        person_key
    from ranked
    where nth = 1
    {%- for feed, column, record in named %}
    union all
    select
        '{{ record }}' as record,
        {{ column }} as person_key
    from {{ ref('stg_' ~ feed) }}
    where {{ column }} is not null
    {%- endfor %}
)

select
    person_key,
    record,
    count(*) as row_count
from records
group by person_key, record
