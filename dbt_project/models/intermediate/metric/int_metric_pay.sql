with graduates as (
    select * from {{ ref('int_metric_graduate_at_cutoff') }}
    where is_employed and coalesce(full_time, true)
)

select
    graduate_key,
    cohort,
    cutoff_date,
    institution_code,
    major_class,
    tier,
    region_code,
    gender,
    employer_uscc,
    cutoff_date <= {{ as_of_date() }} as is_mature,
    false as is_open,
    case when full_time and pay_monthly > 0 then cast(pay_monthly * 100 as bigint) end as pay_cents
from graduates
