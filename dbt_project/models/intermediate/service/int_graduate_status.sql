with graduates as (
    select * from {{ ref('int_graduate') }}
    where has_diploma
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

destinations as (
    select * from {{ ref('int_destination') }}
    where status_date <= {{ as_of_date() }}
),

spells as (
    select * from {{ ref('int_enrolment_spell') }}
),

colleges as (
    select * from {{ ref('stg_college') }}
),

recent as (
    select graduates.*
    from graduates
    cross join thresholds
    where
        graduates.graduated_on <= {{ as_of_date() }}
        and graduates.graduated_on >= {{ add_months(as_of_date(), '-thresholds.pool_months_after_end') }}
),

-- Who studies full time again is settled, whether or not the college knows it.
students as (
    select distinct person_key
    from spells
    where is_current and status in ('active', 'leave') and coalesce(learner_kind, 'full_time') = 'full_time'
),

records as (
    select
        recent.graduate_key,
        destinations.status_date,
        destinations.destination_code,
        destinations.destination_group,
        destinations.is_settled and not destinations.is_disputed as is_settled,
        destinations.is_disputed,
        destinations.in_denominator,
        row_number() over (
            partition by recent.graduate_key
            order by destinations.status_date desc
        ) as nth
    from recent
    inner join destinations
        on recent.institution_code = destinations.institution_code
        and recent.student_no = destinations.student_no
        and recent.cohort = destinations.cohort
),

latest as (
    select * from records
    where nth = 1
),

last_settled as (
    select
        graduate_key,
        max(status_date) as settled_on
    from records
    where is_settled
    group by graduate_key
),

-- Unsettled since the first record after the last settled one; since graduation when there was none.
fallen as (
    select
        records.graduate_key,
        min(records.status_date) as unsettled_on
    from records
    inner join last_settled
        on records.graduate_key = last_settled.graduate_key
        and records.status_date > last_settled.settled_on
    group by records.graduate_key
),

ever_unsettled as (
    select distinct graduate_key
    from records
    where not is_settled
)

select
    recent.graduate_key,
    recent.person_key,
    recent.institution_code,
    recent.student_no,
    recent.cohort,
    recent.major_class,
    recent.graduated_on,
    coalesce(colleges.region, 'unknown') as region_code,
    case
        when students.person_key is not null then 'studying_again'
        when latest.graduate_key is null then 'no_record'
        when latest.is_disputed then 'disputed'
        else coalesce(latest.destination_group, 'unknown_code')
    end as last_status,
    latest.status_date,
    latest.destination_code,
    students.person_key is not null or coalesce(latest.is_settled, false) as is_settled,
    coalesce(latest.is_settled, false) and ever_unsettled.graduate_key is not null as is_settled_since,
    greatest(recent.graduated_on, coalesce(fallen.unsettled_on, recent.graduated_on)) as open_since
from recent
left join students on recent.person_key = students.person_key
left join latest on recent.graduate_key = latest.graduate_key
left join fallen on recent.graduate_key = fallen.graduate_key
left join ever_unsettled on recent.graduate_key = ever_unsettled.graduate_key
left join colleges on recent.institution_code = colleges.institution_code
where coalesce(latest.in_denominator, true)
