with pairs as (
    select * from {{ ref('int_suspicious_person_pair') }}
),

spells as (
    select * from {{ ref('int_person_spell') }}
)

select
    pairs.pair_key,
    pairs.reason,
    pairs.person_key_a,
    pairs.person_key_b,
    first_spell.institution_code as institution_code_a,
    first_spell.student_no as student_no_a,
    second_spell.institution_code as institution_code_b,
    second_spell.student_no as student_no_b,
    pairs.shared_count,
    {{ as_of() }} as as_of
from pairs
left join spells as first_spell on pairs.person_key_a = first_spell.person_key
left join spells as second_spell on pairs.person_key_b = second_spell.person_key
