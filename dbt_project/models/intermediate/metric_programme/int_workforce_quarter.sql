with history as (
    select * from {{ ref('int_workforce_history') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

reports as (
    select distinct
        uscc,
        period,
        reported_on
    from history
),

quarters as (
    select distinct {{ quarter_end('reported_on') }} as quarter_end
    from reports
),

spans as (
    select
        quarters.quarter_end,
        {{ month_of('quarters.quarter_end') }} as last_month,
        {{ month_of(add_months(add_days('quarters.quarter_end', 1), '-thresholds.workforce_report_months')) }} as first_month
    from quarters
    cross join thresholds
    where quarters.quarter_end <= {{ as_of_date() }}
),

newest as (
    select
        spans.quarter_end,
        reports.uscc,
        max(reports.period) as period
    from spans
    inner join reports
        on spans.last_month >= reports.period
        and spans.first_month <= reports.period
    group by spans.quarter_end, reports.uscc
)

select
    newest.quarter_end,
    history.uscc,
    history.occupation_code,
    history.post_name,
    history.job_sequence,
    history.ladder_rank,
    history.age_band,
    history.employment_form,
    history.staff_count,
    case
        when history.male_count + history.female_count = history.staff_count then history.male_count
        when history.female_count is null and history.male_count <= history.staff_count then history.male_count
        when history.male_count is null and history.female_count <= history.staff_count then history.staff_count - history.female_count
    end as men,
    case
        when history.male_count + history.female_count = history.staff_count then history.female_count
        when history.female_count is null and history.male_count <= history.staff_count then history.staff_count - history.male_count
        when history.male_count is null and history.female_count <= history.staff_count then history.female_count
    end as women,
    history.coverage,
    history.period
from newest
inner join history
    on newest.uscc = history.uscc
    and newest.period = history.period
