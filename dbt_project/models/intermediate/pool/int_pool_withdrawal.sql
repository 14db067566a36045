with withdrawals as (
    select * from {{ ref('stg_pool_withdrawal') }}
    where event = 'withdrawn'
),

spells as (
    select * from {{ ref('int_person_spell') }}
),

intentions as (
    select * from {{ ref('stg_job_intention') }}
    where is_current
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
),

ranked as (
    select
        *,
        row_number() over (partition by person_key order by event_no desc) as nth
    from withdrawals
),

newest as (
    select * from ranked
    where nth = 1
)

-- A file sent again repeats the old consent; one of the day of the withdrawal may be older than it.
select
    newest.person_key,
    newest.event_no,
    newest.recorded_on as withdrawn_on,
    coalesce(
        intentions.pool_consent
        and intentions.consent_date > newest.recorded_on
        and intentions.consent_date <= {{ as_of_date() }}
        and deliveries.received_at > newest.recorded_at
        and coalesce(intentions.withdrawn_date > {{ as_of_date() }}, true),
        false
    ) as has_newer_consent
from newest
left join spells on newest.person_key = spells.person_key
left join intentions
    on spells.institution_code = intentions.institution_code
    and spells.student_no = intentions.student_no
left join deliveries on intentions.delivery_no = deliveries.delivery_no
