with months as (
    select * from {{ ref('int_metric_graduate_month') }}
    where months_after in (6, 12) and in_denominator
),

counted as (
    select
        *,
        is_over and not is_called_to_service as is_counted,
        cast(cast(cohort as integer) + 1 as {{ dbt.type_string() }}) as next_year
    from months
)

-- The day by which the month of every graduate of the cohort is over.
select
    graduate_key,
    months_after,
    cohort,
    cast(next_year || case when months_after = 6 then '-06-30' else '-12-31' end as date) as cutoff_date,
    institution_code,
    major_class,
    tier,
    region_code,
    gender,
    {% for month in [6, 12] -%}
    {{ flag("is_counted and is_employed and months_after = " ~ month) }} as employed_at_{{ month }}_months_numerator,
    {{ flag("is_counted and months_after = " ~ month) }} as employed_at_{{ month }}_months_denominator,
    {{ flag("is_counted and not is_known and months_after = " ~ month) }} as employed_at_{{ month }}_months_unknown,
    {% endfor -%}
    is_over as is_mature,
    not is_over as is_open
from counted
