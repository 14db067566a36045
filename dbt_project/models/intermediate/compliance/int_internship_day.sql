with internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

-- Once for the host as a whole and once for the post, which is the occupation.
placements as (
    select
        host_uscc,
        '*' as occupation_code,
        institution_code,
        student_no,
        start_date,
        end_date
    from internships
    union all
    select
        host_uscc,
        occupation_code,
        institution_code,
        student_no,
        start_date,
        end_date
    from internships
    where occupation_code is not null
),

-- A student whom college and host both report, or who stays on, is one intern: spells that touch become one.
covered as (
    select
        *,
        max(end_date) over (
            partition by host_uscc, occupation_code, institution_code, student_no
            order by start_date, end_date
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from placements
),

islands as (
    select
        *,
        sum(case when covered_until is null or start_date > {{ add_days('covered_until', 1) }} then 1 else 0 end) over (
            partition by host_uscc, occupation_code, institution_code, student_no
            order by start_date, end_date
            rows between unbounded preceding and current row
        ) as island
    from covered
),

stays as (
    select
        host_uscc,
        occupation_code,
        min(start_date) as first_day,
        {{ add_days('max(end_date)', 1) }} as day_after
    from islands
    group by host_uscc, occupation_code, institution_code, student_no, island
),

changes as (
    select
        host_uscc,
        occupation_code,
        first_day as day,
        1 as came,
        0 as went
    from stays
    union all
    select
        host_uscc,
        occupation_code,
        day_after as day,
        0 as came,
        1 as went
    from stays
),

days as (
    select
        host_uscc,
        occupation_code,
        day,
        sum(came) as came,
        sum(went) as went
    from changes
    group by host_uscc, occupation_code, day
)

select
    host_uscc,
    occupation_code,
    day,
    cast(came as bigint) as starters,
    cast(sum(came - went) over (
        partition by host_uscc, occupation_code
        order by day
        rows between unbounded preceding and current row
    ) as bigint) as interns
from days
