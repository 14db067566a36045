with months as (
    select * from {{ ref('int_metric_graduate_month') }}
    where months_after between 3 and 8
),

followed as (
    select
        *,
        lag(place) over (partition by graduate_key order by months_after) as place_before
    from months
),

spans as (
    select
        graduate_key,
        cohort,
        max(institution_code) as institution_code,
        max(major_class) as major_class,
        max(tier) as tier,
        max(region_code) as region_code,
        max(gender) as gender,
        max(case when months_after = 8 and is_over then 1 else 0 end) = 1 as is_over,
        max(case when months_after = 8 and in_denominator then 1 else 0 end) = 1 as in_denominator,
        sum(case when is_known and (place is not null or not is_settled) then 1 else 0 end) as known_months,
        sum(case when is_settled then 1 else 0 end) as settled_months,
        sum(case when place <> place_before then 1 else 0 end) as switches,
        count(*) as month_count
    from followed
    group by graduate_key, cohort
),

judged as (
    select
        *,
        known_months = month_count as is_followed,
        settled_months = month_count and switches <= 1 as is_sustained,
        cast(cast(cohort as integer) + 1 as {{ dbt.type_string() }}) as next_year
    from spans
    where in_denominator
)

select
    graduate_key,
    cohort,
    cast(next_year || '-08-31' as date) as cutoff_date,
    institution_code,
    major_class,
    tier,
    region_code,
    gender,
    is_over as is_mature,
    not is_over as is_open,
    {{ flag("is_over and is_followed and is_sustained") }} as sustained_destination_rate_numerator,
    {{ flag("is_over") }} as sustained_destination_rate_denominator,
    {{ flag("is_over and not is_followed") }} as sustained_destination_rate_unknown
from judged
