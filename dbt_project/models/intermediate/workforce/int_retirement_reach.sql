with bands as (
    select * from {{ ref('stg_code_bands') }}
    where list = 'age_band'
),

ages as (
    select * from {{ ref('stg_code_retirement_ages') }}
),

horizons as (
    {% for years in [1, 3, 5] -%}
    select
        {{ years }} as years,
        {{ add_months(as_of_date(), 12 * years) }} as horizon_on
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

limits as (
    select
        ages.gender,
        ages.job_sequence,
        horizons.years,
        ages.age_months
    from horizons
    inner join ages
        on horizons.horizon_on >= ages.valid_from
        and (ages.valid_to is null or horizons.horizon_on <= ages.valid_to)
),

-- Ages in full years: the youngest of a band has just had the birthday, the oldest is a month short of the next one.
judged as (
    select
        bands.code as age_band,
        limits.job_sequence,
        limits.gender,
        limits.years,
        case when 12 * (bands.low + limits.years) >= limits.age_months then 1 else 0 end as is_certain,
        case
            when bands.high is null or 12 * (bands.high + 1 + limits.years) - 1 >= limits.age_months then 1
            else 0
        end as is_possible
    from bands
    cross join limits
),

-- Of people whose gender is not told only what holds for both is certain.
with_unknown as (
    select
        age_band,
        job_sequence,
        gender,
        years,
        is_certain,
        is_possible
    from judged
    union all
    select
        age_band,
        job_sequence,
        'unknown' as gender,
        years,
        min(is_certain) as is_certain,
        max(is_possible) as is_possible
    from judged
    group by age_band, job_sequence, years
)

select
    age_band,
    job_sequence,
    gender,
    max(case when years = 1 then is_certain end) as certain_1y,
    max(case when years = 3 then is_certain end) as certain_3y,
    max(case when years = 5 then is_certain end) as certain_5y,
    max(case when years = 1 then is_possible end) as possible_1y,
    max(case when years = 3 then is_possible end) as possible_3y,
    max(case when years = 5 then is_possible end) as possible_5y
from with_unknown
group by age_band, job_sequence, gender
