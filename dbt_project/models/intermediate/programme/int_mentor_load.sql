with pairs as (
    select * from {{ ref('int_mentorship_year') }}
),

days as (
    select distinct
        year,
        mentor_key,
        first_day as day
    from pairs
),

-- The load of a mentor can only rise on a day on which a pair begins, so those days hold its peak.
loads as (
    select
        days.year,
        days.mentor_key,
        days.day,
        count(distinct pairs.apprentice_key) as apprentice_count
    from days
    inner join pairs
        on days.year = pairs.year
        and days.mentor_key = pairs.mentor_key
        and days.day between pairs.first_day and pairs.last_day
    group by days.year, days.mentor_key, days.day
)

select
    year,
    mentor_key,
    cast(max(apprentice_count) as bigint) as peak_apprentices
from loads
group by year, mentor_key
