with pairs as (
    select * from {{ ref('int_mentorship_pair') }}
),

ends as (
    select start_date as day from pairs
    union
    select due_on as day from pairs
    union
    select last_day as day from pairs
    union
    select {{ as_of_date() }} as day
),

years as (
    select distinct cast(extract(year from day) as bigint) as year
    from ends
    where day <= {{ as_of_date() }}
)

select
    years.year,
    pairs.pairing_id,
    pairs.uscc,
    pairs.occupation_code,
    pairs.mentor_key,
    pairs.apprentice_key,
    greatest(pairs.start_date, {{ month_day('years.year', '101') }}) as first_day,
    pairs.last_day,
    pairs.is_due and cast(extract(year from pairs.due_on) as bigint) = years.year as is_due,
    pairs.result,
    pairs.levels_gained
from pairs
inner join years
    on pairs.start_date <= {{ month_day('years.year', '1231') }}
    and pairs.last_day >= {{ month_day('years.year', '101') }}
