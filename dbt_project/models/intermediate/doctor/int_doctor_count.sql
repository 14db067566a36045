{%- set way = doctor_way() -%}
with asked as (
    select distinct
        {{ doctor_columns('questions', way + ['least_rank', 'asked_day']) }}
    from {{ ref('int_doctor_question') }} as questions
),

reach as (
    select * from {{ ref('int_doctor_reach') }}
),

people as (
    select * from {{ ref('int_match_person') }}
),

certified as (
    select * from {{ ref('int_doctor_certified') }}
),

ways as (
    select distinct {{ doctor_columns('asked', way) }}
    from asked
),

ranks as (
    select distinct {{ doctor_columns('asked', way + ['least_rank']) }}
    from asked
),

-- Whoever is ready before the first day that is asked is ready on it: that leaves few different days.
bounds as (
    select
        min(asked_day) as first_day,
        max(asked_day) as last_day
    from asked
),

ready as (
    select
        {{ doctor_columns('ways', way) }},
        reach.ladder_rank,
        people.tie_no,
        greatest(
            case when ways.asked_age = 18 then people.age_18_day when ways.asked_age = 16 then people.age_16_day else 0 end,
            case when ways.asks_available = 1 then people.available_day else 0 end
        ) as ready_day
    from ways
    inner join reach on ways.area = reach.area
    inner join people on reach.tie_no = people.tie_no
    where
        ways.set_seq = 0
        and (ways.asks_order = 0 or people.reserved_employer_seq = 0)
),

certified_ready as (
    select
        {{ doctor_columns('ways', way) }},
        reach.ladder_rank,
        certified.from_day,
        certified.to_day,
        greatest(
            case when ways.asked_age = 18 then people.age_18_day when ways.asked_age = 16 then people.age_16_day else 0 end,
            case when ways.asks_available = 1 then people.available_day else 0 end
        ) as ready_day
    from ways
    inner join certified on ways.set_seq = certified.set_seq
    inner join people on certified.tie_no = people.tie_no
    inner join reach
        on people.tie_no = reach.tie_no
        and ways.area = reach.area
    where ways.asks_order = 0 or people.reserved_employer_seq = 0
),

-- One who is ready after a certificate has run out comes and goes on the same day.
steps as (
    select
        {{ doctor_columns('ready', way) }},
        ready.ladder_rank,
        greatest(bounds.first_day, ready.ready_day) as moment,
        count(*) as people
    from ready
    cross join bounds
    where ready.ready_day <= bounds.last_day
    group by {{ doctor_columns('ready', way) }}, ready.ladder_rank, greatest(bounds.first_day, ready.ready_day)
    union all
    select
        {{ doctor_columns('certified_ready', way) }},
        certified_ready.ladder_rank,
        greatest(certified_ready.ready_day, certified_ready.from_day) as moment,
        count(*) as people
    from certified_ready
    group by {{ doctor_columns('certified_ready', way) }}, certified_ready.ladder_rank, greatest(certified_ready.ready_day, certified_ready.from_day)
    union all
    select
        {{ doctor_columns('certified_ready', way) }},
        certified_ready.ladder_rank,
        greatest(certified_ready.ready_day, certified_ready.to_day + 1) as moment,
        -count(*) as people
    from certified_ready
    group by {{ doctor_columns('certified_ready', way) }}, certified_ready.ladder_rank, greatest(certified_ready.ready_day, certified_ready.to_day + 1)
),

moments as (
    select
        {{ doctor_columns('ranks', way + ['least_rank']) }},
        steps.moment,
        steps.people,
        0 as is_asked
    from ranks
    inner join steps
        on {{ doctor_same('ranks', 'steps', way) }}
        and ranks.least_rank <= steps.ladder_rank
    union all
    select
        {{ doctor_columns('asked', way + ['least_rank']) }},
        asked.asked_day as moment,
        0 as people,
        1 as is_asked
    from asked
),

days as (
    select
        {{ doctor_columns('moments', way + ['least_rank', 'moment']) }},
        sum(moments.people) as people,
        max(moments.is_asked) as is_asked
    from moments
    group by {{ doctor_columns('moments', way + ['least_rank', 'moment']) }}
),

running as (
    select
        {{ doctor_columns('days', way + ['least_rank', 'moment', 'is_asked']) }},
        sum(days.people) over (
            partition by {{ doctor_columns('days', way + ['least_rank']) }}
            order by days.moment
            rows between unbounded preceding and current row
        ) as people
    from days
)

select
    {{ doctor_columns('running', way + ['least_rank']) }},
    running.moment as asked_day,
    cast(running.people as bigint) as people
from running
where running.is_asked = 1
