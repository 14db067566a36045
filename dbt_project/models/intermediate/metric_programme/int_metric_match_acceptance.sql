with introductions as (
    select * from {{ ref('int_introduction') }}
),

spells as (
    select * from {{ ref('int_person_spell') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

genders as (
    select
        {{ surrogate_key(['institution_code', 'student_no', 'programme_start']) }} as spell_key,
        gender
    from enrolments
),

presented as (
    select
        introductions.*,
        {{ month_end('introductions.asked_on') }} as presented_until,
        thresholds.match_acceptance_days
    from introductions
    cross join thresholds
),

months as (
    select
        *,
        {{ add_days('presented_until', 'match_acceptance_days') }} as cutoff_date,
        {{ add_days('asked_on', 'match_acceptance_days') }} as counted_until
    from presented
)

-- Who hired is known by the outcome alone; an introduction that ended otherwise led to no hire.
select
    months.introduction_no,
    {{ year_of('months.asked_on') }} as cohort,
    months.cutoff_date,
    genders.gender,
    {{ metric_city('colleges.region') }} as region_code,
    spells.tier,
    months.cutoff_date <= {{ as_of_date() }} as is_mature,
    false as is_open,
    {{ flag('months.hired_on <= months.counted_until') }} as match_acceptance_rate_numerator,
    1 as match_acceptance_rate_denominator,
    {{ flag('coalesce(months.hired_on, months.declined_on, months.refused_on, months.expired_on, months.withdrawn_on) is null') }} as match_acceptance_rate_unknown
from months
left join spells on months.person_key = spells.person_key
left join genders on spells.spell_key = genders.spell_key
left join colleges on months.institution_code = colleges.institution_code
