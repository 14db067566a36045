with graduates as (
    select * from {{ ref('int_destination_at_cutoff') }}
    where in_denominator and is_employed and coalesce(full_time, true)
)

select
    graduate_key,
    cohort,
    cutoff_date,
    institution_code,
    major_class,
    employer_uscc,
    cutoff_date <= {{ as_of_date() }} as is_mature,
    case when full_time and pay_monthly > 0 then cast(pay_monthly * 100 as bigint) end as pay_cents
from graduates
