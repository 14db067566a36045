with certificates as (
    select * from {{ ref('stg_certificate') }}
)

select
    application_no,
    person_key,
    cert_type,
    occupation_code,
    work_type,
    coalesce(level, 0) as ladder_rank,
    issue_date,
    expiry
from certificates
where
    person_key is not null
    and result = 'pass'
    and coalesce(status, 'valid') <> 'revoked'
    and issue_date <= {{ as_of_date() }}
