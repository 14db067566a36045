with permits as (
    select * from {{ ref('int_match_permit') }}
),

kinds as (
    select * from {{ ref('int_match_certificate_kind') }}
),

people as (
    select * from {{ ref('int_match_person') }}
)

select
    people.person_key,
    {{ certificate_kind('kinds') }} as certificate_kind,
    permits.from_day,
    permits.to_day
from permits
inner join kinds on permits.kind_seq = kinds.kind_seq
inner join people on permits.tie_no = people.tie_no
