with graduates as (
    select * from {{ ref('int_graduate') }}
    where has_pseudonym and has_diploma
),

destinations as (
    select * from {{ ref('int_destination_standing') }}
    where is_settled and not is_disputed and person_key is not null
),

running_together as (
    select * from {{ ref('int_overlapping_spell') }}
),

claimed_twice as (
    select
        person_key,
        cohort
    from graduates
    group by person_key, cohort
    having count(distinct institution_code) > 1
),

settled_twice as (
    select
        person_key,
        cohort
    from destinations
    group by person_key, cohort
    having count(*) > 1
),

found as (
    select
        'graduate_of_two_colleges' as reason,
        graduates.institution_code,
        graduates.cohort,
        graduates.graduate_key as row_key,
        graduates.graduated_on as first_seen
    from graduates
    inner join claimed_twice
        on graduates.person_key = claimed_twice.person_key
        and graduates.cohort = claimed_twice.cohort
    union all
    select
        'two_active_destinations' as reason,
        destinations.institution_code,
        destinations.cohort,
        destinations.destination_key as row_key,
        destinations.received_on as first_seen
    from destinations
    inner join settled_twice
        on destinations.person_key = settled_twice.person_key
        and destinations.cohort = settled_twice.cohort
    union all
    select
        'enrolled_at_two_colleges' as reason,
        institution_code,
        cohort,
        spell_key as row_key,
        overlap_begins_on as first_seen
    from running_together
)

select
    'D11' as check_id,
    reason,
    'college' as subject_kind,
    institution_code as subject_code,
    '*' as counterpart_code,
    cohort,
    cast(null as date) as cutoff_date,
    row_key,
    cast(null as decimal(18, 6)) as measured_value,
    cast(null as decimal(18, 6)) as threshold_value,
    first_seen
from found
