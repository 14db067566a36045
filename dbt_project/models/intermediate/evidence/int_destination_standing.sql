with destinations as (
    select * from {{ ref('int_destination') }}
    where status_date <= {{ as_of_date() }}
),

graduates as (
    select * from {{ ref('int_graduate') }}
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
),

ranked as (
    select
        *,
        row_number() over (partition by institution_code, student_no, cohort order by status_date desc) as nth
    from destinations
),

-- A number that stood for two people in one year names neither of them.
people as (
    select
        institution_code,
        student_no,
        cohort,
        case when count(distinct person_key) = 1 and min(case when has_pseudonym then 1 else 0 end) = 1 then max(person_key) end as person_key
    from graduates
    group by institution_code, student_no, cohort
)

select
    ranked.destination_key,
    people.person_key,
    ranked.institution_code,
    ranked.student_no,
    ranked.cohort,
    ranked.status_date,
    ranked.destination_code,
    ranked.destination_group,
    ranked.is_settled,
    ranked.is_employed,
    ranked.is_directly_employed,
    ranked.is_disputed,
    ranked.employer_uscc,
    ranked.occupation_code,
    ranked.pay_monthly,
    ranked.start_date,
    ranked.signed_date,
    ranked.delivery_no,
    cast({{ dbt.dateadd('hour', var('civil_zone_offset_hours'), 'deliveries.received_at') }} as date) as received_on
from ranked
left join people
    on ranked.institution_code = people.institution_code
    and ranked.student_no = people.student_no
    and ranked.cohort = people.cohort
left join deliveries on ranked.delivery_no = deliveries.delivery_no
where ranked.nth = 1
