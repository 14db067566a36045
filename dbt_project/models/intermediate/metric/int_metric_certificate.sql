with graduates as (
    select * from {{ ref('int_destination_at_cutoff') }}
    where in_denominator
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where cert_type in ('level', 'qualification')
),

feed as (
    select count(*) as certificate_count from {{ ref('stg_certificate') }}
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

-- National level 4 as a rung of the ladder, which counts upward and also has the levels without a national number.
asked as (
    select min(ladder_rank) as ladder_rank
    from levels
    where national_level = 4
),

windows as (
    select
        graduates.*,
        {{ add_days('graduates.graduated_on', 'thresholds.certificate_window_days') }} as window_end
    from graduates
    cross join thresholds
),

counted as (
    select
        windows.*,
        least(windows.window_end, windows.cutoff_date) as counted_until
    from windows
),

attained as (
    select distinct
        counted.graduate_key,
        counted.cutoff_date
    from counted
    inner join certificates
        on counted.person_key = certificates.person_key
        and counted.counted_until >= certificates.issue_date
    inner join asked on certificates.ladder_rank >= asked.ladder_rank
    where certificates.expiry is null or certificates.expiry >= counted.counted_until
)

select
    counted.graduate_key,
    counted.cohort,
    counted.cutoff_date,
    counted.institution_code,
    counted.major_class,
    counted.cutoff_date <= {{ as_of_date() }} as is_mature,
    counted.window_end > counted.cutoff_date as is_open,
    {{ flag("attained.graduate_key is not null") }} as certificate_attainment_rate_numerator,
    1 as certificate_attainment_rate_denominator,
    {{ flag("attained.graduate_key is null and (not counted.has_pseudonym or feed.certificate_count = 0)") }}
        as certificate_attainment_rate_unknown
from counted
cross join feed
left join attained
    on counted.graduate_key = attained.graduate_key
    and counted.cutoff_date = attained.cutoff_date
