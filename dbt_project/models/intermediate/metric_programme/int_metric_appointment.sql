with appointments as (
    select * from {{ ref('int_appointment') }}
    where is_level_post
)

select
    appointment_key,
    {{ year_of('appointed_date') }} as cohort,
    {{ year_end('appointed_date') }} as cutoff_date,
    uscc as enterprise_uscc,
    occupation_code,
    {{ metric_city('region_code') }} as region_code,
    true as is_mature,
    {{ year_end('appointed_date') }} > {{ as_of_date() }} as is_open,
    {{ flag("is_integral") }} as appointment_integrity_rate_numerator,
    1 as appointment_integrity_rate_denominator,
    {{ flag("is_integral is null") }} as appointment_integrity_rate_unknown
from appointments
