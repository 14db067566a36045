with days as (
    select * from {{ ref('int_internship_day') }}
    where starters > 0
),

headcounts as (
    select * from {{ ref('int_host_headcount') }}
),

thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
    where name in ('intern_host_share', 'intern_post_share')
),

ranked as (
    select
        *,
        extract(year from day) as year,
        row_number() over (
            partition by host_uscc, occupation_code, extract(year from day)
            order by interns desc, day asc
        ) as nth
    from days
),

peaks as (
    select
        ranked.host_uscc,
        ranked.occupation_code,
        cast(ranked.year as bigint) as year,
        ranked.day as peak_on,
        ranked.interns as peak_interns,
        headcounts.headcount,
        cast(thresholds.value as decimal(18, 6)) as limit_share
    from ranked
    left join headcounts
        on ranked.host_uscc = headcounts.host_uscc
        and ranked.occupation_code = headcounts.occupation_code
    left join thresholds
        on thresholds.name = case when ranked.occupation_code = '*' then 'intern_host_share' else 'intern_post_share' end
        and {{ holds_on('thresholds', 'ranked.day') }}
    where ranked.nth = 1
)

select
    host_uscc,
    occupation_code,
    case when occupation_code = '*' then 'INT-M13H' else 'INT-M13P' end as rule,
    year,
    peak_on,
    peak_interns,
    headcount,
    limit_share,
    case when headcount is not null then {{ share('peak_interns', 'headcount') }} end as peak_share,
    coalesce(peak_interns > limit_share * headcount, false) as is_breach
from peaks
