with graduates as (
    select * from {{ ref('int_metric_graduate_at_cutoff') }}
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

-- National levels as rungs of the ladder, which counts upward and also has the levels without a national number.
asked as (
    select
        min(case when national_level = 4 then ladder_rank end) as intermediate_rank,
        min(case when national_level = 3 then ladder_rank end) as senior_rank
    from levels
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

best as (
    select
        counted.graduate_key,
        counted.cutoff_date,
        max(certificates.ladder_rank) as best_rank
    from counted
    inner join certificates
        on counted.person_key = certificates.person_key
        and counted.counted_until >= certificates.issue_date
    where certificates.expiry is null or certificates.expiry >= counted.counted_until
    group by counted.graduate_key, counted.cutoff_date
),

attained as (
    select
        counted.*,
        coalesce(best.best_rank, 0) >= asked.intermediate_rank as has_certificate,
        coalesce(best.best_rank, 0) >= asked.senior_rank as has_senior_certificate,
        not counted.has_pseudonym or feed.certificate_count = 0 as is_unseen
    from counted
    cross join asked
    cross join feed
    left join best
        on counted.graduate_key = best.graduate_key
        and counted.cutoff_date = best.cutoff_date
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
    window_end > cutoff_date as is_open,
    {{ flag("has_certificate") }} as certificate_attainment_rate_numerator,
    1 as certificate_attainment_rate_denominator,
    {{ flag("is_unseen and not has_certificate") }} as certificate_attainment_rate_unknown,
    {{ flag("has_senior_certificate") }} as senior_certificate_attainment_rate_numerator,
    1 as senior_certificate_attainment_rate_denominator,
    {{ flag("is_unseen and not has_senior_certificate") }} as senior_certificate_attainment_rate_unknown
from attained
