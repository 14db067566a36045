with learners as (
    select * from {{ ref('int_in_service_learner') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

certificates as (
    select * from {{ ref('stg_certificate') }}
),

feed as (
    select count(*) as row_count from certificates
),

counted as (
    select
        employer_uscc,
        major_class,
        count(*) as learners,
        sum(is_learning) as learning_now,
        sum(is_finished) as finished,
        sum(case when has_pseudonym and rank_now > rank_before then 1 else 0 end) as level_gained,
        sum(case when has_pseudonym then rank_now - rank_before else 0 end) as ranks_gained,
        sum(case when has_pseudonym and has_become_high_skilled then 1 else 0 end) as became_high_skilled,
        sum(case when not has_pseudonym then 1 else 0 end) as unknown
    from learners
    group by employer_uscc, major_class
),

judged as (
    select
        counted.*,
        case
            when feed.row_count = 0 then 'not_available'
            else {{ share_status('counted.level_gained', 'counted.learners', 'counted.unknown', 'thresholds.max_unknown_share') }}
        end as status
    from counted
    cross join thresholds
    cross join feed
)

select
    employer_uscc,
    major_class,
    cast(learners as bigint) as learners,
    cast(learning_now as bigint) as learning_now,
    cast(finished as bigint) as finished,
    cast(ranks_gained as bigint) as ranks_gained,
    cast(became_high_skilled as bigint) as became_high_skilled,
    cast(level_gained as bigint) as numerator,
    cast(learners as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status = 'ok' then {{ share('level_gained', 'learners') }} end as value,
    status,
    {{ as_of() }} as as_of
from judged
