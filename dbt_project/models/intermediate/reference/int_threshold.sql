with thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
),

in_force as (
    select
        name,
        cast(value as decimal(18, 6)) as value
    from thresholds
    where
        (valid_from is null or valid_from <= {{ as_of_date() }})
        and (valid_to is null or valid_to >= {{ as_of_date() }})
)

select
    cast(max(case when name = 'max_unknown_share' then value end) as decimal(18, 6)) as max_unknown_share,
    cast(max(case when name = 'k_anonymity' then value end) as bigint) as k_anonymity,
    cast(cast(max(case when name = 'home_city' then value end) as bigint) as {{ dbt.type_string() }}) as home_city,
    cast(max(case when name = 'pool_months_before_end' then value end) as bigint) as pool_months_before_end,
    cast(max(case when name = 'pool_months_after_end' then value end) as bigint) as pool_months_after_end,
    cast(max(case when name = 'seeking_confirmed_days' then value end) as bigint) as seeking_confirmed_days,
    cast(max(case when name = 'intern_conversion_months' then value end) as bigint) as intern_conversion_months,
    cast(max(case when name = 'internship_full_months' then value end) as bigint) as internship_full_months,
    cast(max(case when name = 'skills_per_vacancy' then value end) as bigint) as skills_per_vacancy,
    cast(max(case when name = 'certificate_window_days' then value end) as bigint) as certificate_window_days
from in_force
