with destinations as (
    select * from {{ ref('int_destination_standing') }}
    where destination_group = 'entrepreneurship' and employer_uscc is not null
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

register as (
    select count(*) as enterprise_count from enterprises
)

-- The register names no owner, so all that it can say is whether the business exists.
select
    'D07' as check_id,
    'own_business_not_in_register' as reason,
    'college' as subject_kind,
    destinations.institution_code as subject_code,
    '*' as counterpart_code,
    destinations.cohort,
    cast(null as date) as cutoff_date,
    destinations.destination_key as row_key,
    cast(null as decimal(18, 6)) as measured_value,
    cast(null as decimal(18, 6)) as threshold_value,
    destinations.received_on as first_seen
from destinations
cross join register
left join enterprises on destinations.employer_uscc = enterprises.uscc
where register.enterprise_count > 0 and enterprises.uscc is null
