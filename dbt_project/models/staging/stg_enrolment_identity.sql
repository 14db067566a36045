with sent_rows as (
    select * from {{ source('raw', 'enrolment') }}
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
    where feed = 'enrolment'
),

aliases as (
    select * from {{ ref('stg_person_alias') }}
)

-- Every pseudonym that a programme was ever sent under, replaced rows too: a corrected identity number shows only there.
select
    sent_rows.institution_code,
    sent_rows.student_no,
    sent_rows.programme_start,
    coalesce(aliases.kept_person_key, sent_rows.person_key) as person_key,
    min(deliveries.received_at) as first_received_at
from sent_rows
inner join deliveries on sent_rows.delivery_no = deliveries.delivery_no
left join aliases on sent_rows.person_key = aliases.old_person_key
where sent_rows.person_key is not null
group by
    sent_rows.institution_code,
    sent_rows.student_no,
    sent_rows.programme_start,
    coalesce(aliases.kept_person_key, sent_rows.person_key)
