with inspections as (
    select * from {{ ref('int_inspection_with_parent') }}
    where
        inspected_date <= {{ as_of_date() }}
        and (status in ('behind', 'failed') or findings is not null or rectify_by is not null or rectified_date is not null)
),

found as (
    select
        *,
        case when rectified_date <= {{ as_of_date() }} then rectified_date end as closed_on
    from inspections
)

select
    {{ surrogate_key(['plan_id', 'stage']) }} as problem_key,
    plan_id,
    stage,
    inspected_date as found_on,
    owner_body,
    rectify_by as due,
    closed_on,
    status as inspection_status,
    case
        when closed_on > rectify_by then 'closed_late'
        when closed_on is not null then 'closed'
        when rectify_by < {{ as_of_date() }} then 'overdue'
        else 'open'
    end as status,
    cast({{ dbt.datediff('inspected_date', 'coalesce(closed_on, ' ~ as_of_date() ~ ')', 'day') }} as bigint) as days_open
from found
