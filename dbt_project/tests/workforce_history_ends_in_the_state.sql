{#
    What:    the newest month of int_workforce_history holds the staff that stg_workforce has as the present state.
    Why:     the outlook, pay and shares come from the history, other models from the state; two ways of laying
             deliveries over each other must not give two workforces. Enterprises that two senders report for are left
             out, since the history takes one of the two; and those that a sender of many no longer names, which have
             no present state and a last month all the same.
    Resolve: compare the deliveries of the enterprise named; either in_force or in_force_by_period lays a patch wrongly.
#}
with history as (
    select * from {{ ref('int_workforce_history') }}
    where is_newest
),

present as (
    select * from {{ ref('stg_workforce') }}
    where is_current
),

reported_twice as (
    select uscc
    from {{ ref('stg_workforce_period') }}
    group by uscc
    having count(distinct sender) > 1
),

in_history as (
    select
        uscc,
        count(*) as cell_count,
        sum(staff_count) as staff_count
    from history
    group by uscc
),

in_state as (
    select
        uscc,
        count(*) as cell_count,
        sum(staff_count) as staff_count
    from present
    group by uscc
)

select
    in_state.uscc,
    in_history.staff_count as staff_in_history,
    in_state.staff_count as staff_in_state
from in_state
left join in_history on in_state.uscc = in_history.uscc
where
    in_state.uscc not in (select reported_twice.uscc from reported_twice)
    and (
        coalesce(in_history.cell_count, 0) <> in_state.cell_count
        or coalesce(in_history.staff_count, 0) <> in_state.staff_count
    )
