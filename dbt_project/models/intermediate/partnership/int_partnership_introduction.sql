with partnerships as (
    select * from {{ ref('int_partnership_with_parent') }}
),

introductions as (
    select * from {{ ref('int_introduction') }}
)

select
    partnerships.institution_code,
    partnerships.uscc,
    partnerships.start_date as partnership_start,
    count(*) as presented,
    count(introductions.consented_on) as consented,
    count(introductions.interviewed_on) as interviewed,
    count(introductions.offered_on) as offered,
    count(introductions.hired_on) as hired
from partnerships
inner join introductions
    on partnerships.institution_code = introductions.institution_code
    and partnerships.uscc = introductions.uscc
    and partnerships.start_date <= introductions.asked_on
    and (partnerships.end_date is null or partnerships.end_date >= introductions.asked_on)
group by partnerships.institution_code, partnerships.uscc, partnerships.start_date
