{% set least_lists = [1, 2, 3, 6, 11, 21, 51] %}

with members as (
    select * from {{ ref('int_match_tie') }}
),

winners as (
    select * from {{ ref('int_match_winner') }}
),

recommended as (
    select * from {{ ref('int_plan_recommended') }}
),

listed as (
    select
        tie_no,
        count(*) as list_count
    from winners
    group by tie_no
),

people as (
    select
        members.tie_no,
        coalesce(listed.list_count, 0) as list_count,
        recommended.tie_no is not null as has_recommendation
    from members
    left join listed on members.tie_no = listed.tie_no
    left join recommended on members.tie_no = recommended.tie_no
),

counted as (
    {% for least in least_lists -%}
    select
        {{ least }} as listed_at_least,
        coalesce(sum({{ flag("list_count >= " ~ least) }}), 0) as numerator,
        count(*) as denominator,
        coalesce(sum({{ flag("has_recommendation and list_count >= " ~ least) }}), 0) as recommended_people,
        coalesce(sum(case when list_count >= {{ least }} then list_count else 0 end), 0) as listings
    from people
    {{ "union all" if not loop.last }}
    {% endfor -%}
)

select
    cast(listed_at_least as bigint) as listed_at_least,
    {{ as_of() }} as as_of,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(0 as bigint) as unknown,
    case when denominator > 0 then {{ share('numerator', 'denominator') }} end as value,
    case when denominator > 0 then 'ok' else 'not_available' end as status,
    cast(recommended_people as bigint) as recommended_people,
    cast(listings as bigint) as listings
from counted
