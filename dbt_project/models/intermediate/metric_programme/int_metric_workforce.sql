{% set bands = {
    'skilled_share_30_and_under': ['25_and_under', '26_30'],
    'skilled_share_31_40': ['31_35', '36_40'],
    'skilled_share_41_50': ['41_45', '46_50'],
    'skilled_share_51_and_over': ['51_55', '56_and_over'],
} %}
{% set known_bands = bands.values() | sum(start=[]) %}

with workforce as (
    select * from {{ ref('int_workforce_quarter') }}
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

asked as (
    select
        min(case when national_level = 5 then ladder_rank end) as skilled_rank,
        min(case when high_skilled then ladder_rank end) as high_skilled_rank
    from levels
),

staff as (
    select
        workforce.quarter_end,
        workforce.uscc,
        workforce.occupation_code,
        {{ metric_city('enterprises.region') }} as region_code,
        workforce.age_band,
        workforce.staff_count,
        workforce.ladder_rank is null as is_level_unknown,
        coalesce(workforce.ladder_rank >= asked.skilled_rank, false) as is_skilled,
        coalesce(workforce.ladder_rank >= asked.high_skilled_rank, false) as is_high_skilled,
        coalesce(workforce.age_band in ('{{ known_bands | join("', '") }}'), false) as is_age_known
    from workforce
    cross join asked
    left join enterprises on workforce.uscc = enterprises.uscc
)

select
    {{ year_of('quarter_end') }} as cohort,
    quarter_end as cutoff_date,
    uscc as enterprise_uscc,
    occupation_code,
    region_code,
    true as is_mature,
    false as is_open,
    {% for metric, codes in bands.items() -%}
    cast(sum(case when is_skilled and age_band in ('{{ codes | join("', '") }}') then staff_count else 0 end) as bigint) as {{ metric }}_numerator,
    cast(sum(case when is_skilled or is_level_unknown then staff_count else 0 end) as bigint) as {{ metric }}_denominator,
    cast(sum(case when is_level_unknown or (is_skilled and not is_age_known) then staff_count else 0 end) as bigint) as {{ metric }}_unknown,
    {% endfor -%}
    cast(sum(case when is_high_skilled then staff_count else 0 end) as bigint) as high_skilled_share_numerator,
    cast(sum(case when is_skilled or is_level_unknown then staff_count else 0 end) as bigint) as high_skilled_share_denominator,
    cast(sum(case when is_level_unknown then staff_count else 0 end) as bigint) as high_skilled_share_unknown
from staff
group by quarter_end, uscc, occupation_code, region_code
