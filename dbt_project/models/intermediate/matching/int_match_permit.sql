with kinds as (
    select * from {{ ref('int_match_certificate_kind') }}
),

certificates as (
    select * from {{ ref('int_certificate') }}
),

ties as (
    select * from {{ ref('int_match_tie') }}
)

-- Without expiry valid for ever: 2932896 is 9999-12-31.
select distinct
    ties.tie_no,
    kinds.kind_seq,
    {{ epoch_day('certificates.issue_date') }} as from_day,
    coalesce({{ epoch_day('certificates.expiry') }}, 2932896) as to_day
from certificates
inner join ties on certificates.person_key = ties.person_key
inner join kinds
    on certificates.cert_type = kinds.cert_type
    and (kinds.work_type = '' or certificates.work_type = kinds.work_type)
    and (kinds.occupation_code = '' or certificates.occupation_code = kinds.occupation_code)
where certificates.issue_date is not null
