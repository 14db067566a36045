with graduates as (
    select * from {{ ref('int_metric_graduate_at_cutoff') }}
    where is_employed
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

-- The first two digits of a region code name its province, the first four its city.
placed as (
    select
        graduates.*,
        coalesce(graduates.major_match, 'unknown') <> 'unknown' as is_match_known,
        substr(graduates.work_region, 1, 4) = substr(thresholds.home_city, 1, 4) as is_in_home_city,
        substr(graduates.work_region, 1, 2) = substr(thresholds.home_city, 1, 2) as is_in_home_province
    from graduates
    cross join thresholds
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
    cutoff_date <= {{ as_of_date() }} as is_mature,
    false as is_open,
    {{ flag("is_directly_employed and major_match = 'matched'") }} as major_match_rate_numerator,
    {{ flag("is_directly_employed") }} as major_match_rate_denominator,
    {{ flag("is_directly_employed and not is_match_known") }} as major_match_rate_unknown,
    {{ flag("is_directly_employed and major_match = 'matched'") }} as major_match_rate_known_numerator,
    {{ flag("is_directly_employed and is_match_known") }} as major_match_rate_known_denominator,
    0 as major_match_rate_known_unknown,
    {{ flag("is_directly_employed and not is_match_known") }} as major_match_rate_known_left_out,
    {{ flag("is_in_home_city") }} as local_retention_rate_numerator,
    1 as local_retention_rate_denominator,
    {{ flag("work_region is null") }} as local_retention_rate_unknown,
    {{ flag("is_in_home_province") }} as provincial_retention_rate_numerator,
    1 as provincial_retention_rate_denominator,
    {{ flag("work_region is null") }} as provincial_retention_rate_unknown
from placed
