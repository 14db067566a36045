-- What: nobody stands on the honour roll without a current statement that agrees to it, read here from the feed itself.
-- Why: naming a person publicly without consent cannot be taken back.
-- Resolve: publish nothing; look for the row in stg_job_intention and mend int_honour_consent, then run again.
with roll as (
    select * from {{ ref('mart_honour_roll') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

agreed as (
    select distinct spells.person_key
    from intentions
    inner join spells
        on intentions.institution_code = spells.institution_code
        and intentions.student_no = spells.student_no
    where
        intentions.is_current
        and intentions.honour_roll_consent
        and (intentions.withdrawn_date is null or intentions.withdrawn_date > {{ as_of_date() }})
)

select roll.deed_key
from roll
left join agreed on roll.person_key = agreed.person_key
where agreed.person_key is null
