{%- set lookup = doctor_lookup() -%}
with asked as (
    select distinct {{ doctor_columns('questions', lookup) }}
    from {{ ref('int_doctor_question') }} as questions
    where questions.employer_seq > 0
),

reach as (
    select * from {{ ref('int_doctor_reach') }}
),

people as (
    select * from {{ ref('int_match_person') }}
),

blocks as (
    select * from {{ ref('int_match_employer_block') }}
),

certified as (
    select * from {{ ref('int_doctor_certified') }}
),

meetings as (
    select
        tie_no,
        employer_seq,
        is_present_employer,
        is_disputed_employer,
        is_blocked_employer
    from blocks
    union all
    select
        tie_no,
        reserved_employer_seq as employer_seq,
        0 as is_present_employer,
        0 as is_disputed_employer,
        0 as is_blocked_employer
    from people
    where reserved_employer_seq > 0
),

apart as (
    select
        tie_no,
        employer_seq,
        max(is_present_employer) as is_present_employer,
        max(is_disputed_employer) as is_disputed_employer,
        max(is_blocked_employer) as is_blocked_employer
    from meetings
    group by tie_no, employer_seq
),

-- Of those who pass what int_doctor_count has asked: were they counted there, and should they be?
judged as (
    select
        {{ doctor_columns('asked', lookup) }},
        {{ flag('asked.asks_order = 0 or people.reserved_employer_seq = 0') }} as was_counted,
        {{ flag('(asked.asks_order = 0 or people.reserved_employer_seq in (0, asked.employer_seq))
            and asked.asks_present * apart.is_present_employer = 0
            and asked.asks_disputed * apart.is_disputed_employer = 0
            and asked.asks_blocked * apart.is_blocked_employer = 0') }} as should_count
    from asked
    inner join apart on asked.employer_seq = apart.employer_seq
    inner join people on apart.tie_no = people.tie_no
    inner join reach
        on apart.tie_no = reach.tie_no
        and asked.area = reach.area
        and asked.least_rank <= reach.ladder_rank
    left join certified
        on asked.set_seq = certified.set_seq
        and apart.tie_no = certified.tie_no
        and asked.asked_day between certified.from_day and certified.to_day
    where
        (asked.set_seq = 0 or certified.tie_no is not null)
        and (asked.asks_available = 0 or people.available_day <= asked.asked_day)
        and case when asked.asked_age = 18 then people.age_18_day when asked.asked_age = 16 then people.age_16_day else 0 end <= asked.asked_day
)

select
    {{ doctor_columns('judged', lookup) }},
    cast(sum(judged.should_count - judged.was_counted) as bigint) as people
from judged
group by {{ doctor_columns('judged', lookup) }}
