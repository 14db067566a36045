with workforce as (
    select * from {{ ref('int_workforce_quarter') }}
),

enterprises as (
    select * from {{ ref('stg_enterprise') }}
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

bands as (
    select * from {{ ref('stg_code_bands') }}
    where list = 'age_band'
),

retirement_ages as (
    select * from {{ ref('stg_code_retirement_ages') }}
),

asked as (
    select min(ladder_rank) as skilled_rank
    from levels
    where national_level = 5
),

horizons as (
    select distinct
        quarter_end,
        {{ add_months('quarter_end', 60) }} as horizon_end
    from workforce
),

-- Who retires within five years does so at the age that holds by their end.
ages as (
    select
        horizons.quarter_end,
        retirement_ages.job_sequence,
        max(case when retirement_ages.gender = 'male' then retirement_ages.age_months - 60 end) as men_from_months,
        max(case when retirement_ages.gender = 'female' then retirement_ages.age_months - 60 end) as women_from_months
    from horizons
    inner join retirement_ages on {{ holds_on('retirement_ages', 'horizons.horizon_end') }}
    group by horizons.quarter_end, retirement_ages.job_sequence
),

skilled as (
    select
        workforce.*,
        {{ metric_city('enterprises.region') }} as region_code,
        12 * (coalesce(bands.high, bands.low + 4) + 1) as band_end_months
    from workforce
    cross join asked
    left join enterprises on workforce.uscc = enterprises.uscc
    left join bands on workforce.age_band = bands.code
    where workforce.ladder_rank >= asked.skilled_rank
),

-- Of the 60 months of a band those within the five years: 0 none of it, 60 all of it, else the band straddles.
reached as (
    select
        skilled.*,
        case
            when skilled.band_end_months - ages.men_from_months < 0 then 0
            when skilled.band_end_months - ages.men_from_months > 60 then 60
            else skilled.band_end_months - ages.men_from_months
        end as men_part,
        case
            when skilled.band_end_months - ages.women_from_months < 0 then 0
            when skilled.band_end_months - ages.women_from_months > 60 then 60
            else skilled.band_end_months - ages.women_from_months
        end as women_part
    from skilled
    left join ages
        on skilled.quarter_end = ages.quarter_end
        and skilled.job_sequence = ages.job_sequence
),

counted as (
    select
        *,
        case
            when men_part = women_part then staff_count * men_part
            else men * men_part + women * women_part
        end as person_parts
    from reached
)

select
    {{ year_of('quarter_end') }} as cohort,
    quarter_end as cutoff_date,
    uscc as enterprise_uscc,
    occupation_code,
    region_code,
    true as is_mature,
    true as is_open,
    cast(sum(coalesce(person_parts, 0)) as bigint) as person_parts,
    cast(sum(staff_count) as bigint) as staff_count,
    cast(sum(case when person_parts is null then staff_count else 0 end) as bigint) as unknown_count
from counted
group by quarter_end, uscc, occupation_code, region_code
