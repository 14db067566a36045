{% set measures = ['planned_people', 'trained', 'trained_unknown', 'passed', 'passed_unknown', 'certified', 'certified_unknown', 'budget_cents', 'spent_cents', 'double_claims', 'shared_vouchers'] %}
{% set inspection_statuses = ['on_track', 'behind', 'failed', 'done'] %}

with progress as (
    select * from {{ ref('int_training_plan_progress') }}
    where is_planned
),

inspections as (
    select * from {{ ref('int_inspection_with_parent') }}
    where inspected_date <= {{ as_of_date() }}
),

problems as (
    select * from {{ ref('int_inspection_problem') }}
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

groupings as (
    select true as by_body
    union all
    select false as by_body
),

-- A report of a stage knows the problems found by its own day, and which of them were mended by then.
problem_counts as (
    select
        progress.plan_id,
        progress.stage,
        count(*) as found_count,
        sum({{ flag('problems.closed_on <= progress.report_day') }}) as closed_count,
        sum({{ flag(
            'coalesce(problems.closed_on > progress.report_day, true)'
            ~ ' and problems.due < least(progress.report_day, ' ~ as_of_date() ~ ')'
        ) }}) as overdue_count
    from progress
    inner join problems
        on progress.plan_id = problems.plan_id
        and progress.report_day >= problems.found_on
    group by progress.plan_id, progress.stage
),

items as (
    select
        progress.*,
        inspections.status as inspection_status,
        coalesce(problem_counts.found_count, 0) as found_count,
        coalesce(problem_counts.closed_count, 0) as closed_count,
        coalesce(problem_counts.overdue_count, 0) as overdue_count
    from progress
    left join inspections
        on progress.plan_id = inspections.plan_id
        and progress.stage = inspections.stage
        and progress.report_day >= inspections.inspected_date
    left join problem_counts
        on progress.plan_id = problem_counts.plan_id
        and progress.stage = problem_counts.stage
),

spread as (
    select
        items.*,
        case when groupings.by_body then items.body else '*' end as cell_body,
        case when groupings.by_body then items.body_kind else '*' end as cell_body_kind
    from items
    cross join groupings
),

cells as (
    select
        plan_year,
        stage,
        stage_day,
        report_day,
        is_mature,
        is_open,
        cell_body,
        cell_body_kind,
        count(*) as items,
        {% for measure in measures -%}
        sum({{ measure }}) as {{ measure }},
        {% endfor -%}
        {% for word in inspection_statuses -%}
        sum({{ flag("inspection_status = '" ~ word ~ "'") }}) as items_{{ word }},
        {% endfor -%}
        sum({{ flag('inspection_status is null') }}) as items_not_inspected,
        sum(found_count) as problems_found,
        sum(closed_count) as problems_closed,
        sum(overdue_count) as problems_overdue
    from spread
    group by plan_year, stage, stage_day, report_day, is_mature, is_open, cell_body, cell_body_kind
)

select
    cells.plan_year,
    cells.stage,
    cells.stage_day,
    cells.report_day,
    cells.is_mature,
    cells.is_open,
    cells.cell_body as body,
    cells.cell_body_kind as body_kind,
    feeds.has_training_session,
    feeds.has_training_session and feeds.has_training_record and feeds.has_certificate as has_certified,
    feeds.has_training_fund,
    feeds.has_inspection,
    {% for measure in measures -%}
    cast(cells.{{ measure }} as bigint) as {{ measure }},
    {% endfor -%}
    {% for word in inspection_statuses -%}
    cast(cells.items_{{ word }} as bigint) as items_{{ word }},
    {% endfor -%}
    cast(cells.items_not_inspected as bigint) as items_not_inspected,
    cast(cells.problems_found as bigint) as problems_found,
    cast(cells.problems_closed as bigint) as problems_closed,
    cast(cells.problems_overdue as bigint) as problems_overdue,
    cast(cells.items as bigint) as items
from cells
cross join feeds
