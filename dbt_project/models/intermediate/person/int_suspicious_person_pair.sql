{% set holders = ['certificate', 'appointment', 'training_record', 'subsidy'] %}

with identities as (
    select * from {{ ref('stg_enrolment_identity') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
    where
        person_key is not null
        and birth_date is not null
        and gender is not null
        and home_region is not null
        and major_code is not null
),

certificate_holders as (
    {% for feed in holders -%}
    select
        certificate_key,
        person_key
    from {{ ref('stg_' ~ feed) }}
    where certificate_key is not null and person_key is not null
    {{ "union" if not loop.last }}
    {% endfor -%}
),

-- Each person once per thing that two people should not share.
shared as (
    select distinct
        'programme_sent_under_two_identities' as reason,
        {{ surrogate_key(['institution_code', 'student_no', 'programme_start']) }} as shared_key,
        person_key
    from identities
    union all
    select distinct
        'alike_in_birth_origin_and_programme' as reason,
        {{ surrogate_key(['birth_date', 'gender', 'home_region', 'major_code', 'programme_start']) }} as shared_key,
        person_key
    from enrolments
    union all
    select
        'certificate_of_two_people' as reason,
        certificate_key as shared_key,
        person_key
    from certificate_holders
),

pairs as (
    select
        first_person.reason,
        first_person.person_key as person_key_a,
        second_person.person_key as person_key_b
    from shared as first_person
    inner join shared as second_person
        on first_person.reason = second_person.reason
        and first_person.shared_key = second_person.shared_key
        and first_person.person_key < second_person.person_key
)

select
    {{ surrogate_key(['person_key_a', 'person_key_b', 'reason']) }} as pair_key,
    reason,
    person_key_a,
    person_key_b,
    count(*) as shared_count
from pairs
group by reason, person_key_a, person_key_b
