with learners as (
    select * from {{ ref('int_learner') }}
),

certified as (
    select * from {{ ref('int_certified_person') }}
),

workers as (
    select * from {{ ref('int_worker') }}
),

cells as (
    select * from {{ ref('int_workforce') }}
    where has_recent_report
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

feeds as (
    select
        (select count(*) from {{ ref('int_training_record_with_parent') }}) as record_count,
        (select count(*) from {{ ref('int_certificate') }}) as certificate_count
),

windows as (
    {% for name in ['recent', 'long'] -%}
    select
        '{{ name }}' as window_name,
        learning_{{ name }}_months as window_months,
        {{ add_months(as_of_date(), '-learning_' ~ name ~ '_months') }} as window_start
    from thresholds
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

learned as (
    select
        windows.window_name,
        learners.region_code,
        learners.age_band,
        learners.is_in_frame,
        coalesce(learners.last_learned_on > windows.window_start, false) as has_learned,
        coalesce(learners.last_unknown_on > windows.window_start, false) or learners.has_undated as is_open
    from learners
    cross join windows
),

learned_counts as (
    select
        window_name,
        region_code,
        age_band,
        sum({{ flag('is_in_frame and has_learned') }}) as learned,
        sum({{ flag('is_in_frame and not has_learned and is_open') }}) as unknown,
        sum({{ flag('not is_in_frame and has_learned') }}) as learned_elsewhere
    from learned
    group by window_name, region_code, age_band
),

risen as (
    select
        windows.window_name,
        coalesce(workers.region_code, 'unknown') as region_code,
        coalesce(workers.age_band, 'unknown') as age_band,
        certified.best_rank,
        case
            when windows.window_name = 'recent' then certified.best_rank_before_recent
            else certified.best_rank_before_long
        end as rank_before
    from certified
    cross join windows
    left join workers on certified.person_key = workers.person_key
),

risen_counts as (
    select
        window_name,
        region_code,
        age_band,
        sum({{ flag('best_rank > rank_before') }}) as level_gains,
        sum({{ flag('rank_before is null') }}) as first_levels
    from risen
    group by window_name, region_code, age_band
),

staff as (
    select
        windows.window_name,
        cells.region_code,
        cells.age_band,
        sum(cells.staff_count) as staff_count
    from cells
    cross join windows
    group by windows.window_name, cells.region_code, cells.age_band
),

spine as (
    select
        window_name,
        region_code,
        age_band
    from staff
    union
    select
        window_name,
        region_code,
        age_band
    from learned_counts
    union
    select
        window_name,
        region_code,
        age_band
    from risen_counts
),

gathered as (
    select
        spine.region_code,
        spine.age_band,
        windows.window_months,
        feeds.record_count,
        feeds.certificate_count,
        coalesce(staff.staff_count, 0) as denominator,
        coalesce(learned_counts.learned, 0) as numerator,
        coalesce(learned_counts.unknown, 0) as unknown,
        coalesce(learned_counts.learned_elsewhere, 0) as learned_elsewhere,
        coalesce(risen_counts.level_gains, 0) as level_gains,
        coalesce(risen_counts.first_levels, 0) as first_levels
    from spine
    cross join feeds
    inner join windows on spine.window_name = windows.window_name
    left join staff
        on spine.window_name = staff.window_name
        and spine.region_code = staff.region_code
        and spine.age_band = staff.age_band
    left join learned_counts
        on spine.window_name = learned_counts.window_name
        and spine.region_code = learned_counts.region_code
        and spine.age_band = learned_counts.age_band
    left join risen_counts
        on spine.window_name = risen_counts.window_name
        and spine.region_code = risen_counts.region_code
        and spine.age_band = risen_counts.age_band
),

judged as (
    select
        gathered.*,
        case
            when gathered.record_count = 0 or gathered.denominator = 0 then 'not_available'
            -- More learners than staff: people moved or the bands differ, and the share would mean nothing.
            when gathered.numerator > gathered.denominator then 'too_uncertain'
            when gathered.unknown > thresholds.max_unknown_share * gathered.denominator then 'too_uncertain'
            else 'ok'
        end as status
    from gathered
    cross join thresholds
)

select
    {{ as_of() }} as as_of,
    region_code,
    age_band,
    window_months,
    cast(case when certificate_count > 0 then level_gains end as bigint) as level_gains,
    cast(case when certificate_count > 0 then first_levels end as bigint) as first_levels,
    cast(case when record_count > 0 then learned_elsewhere end as bigint) as learned_elsewhere,
    cast(case when record_count > 0 then numerator end as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status = 'ok' then {{ share('numerator', 'denominator') }} end as value,
    status
from judged
