{%- set concerns = [
    'under_18', 'agreement_missing', 'insurance_gap', 'cross_province_unfiled', 'night_or_overtime', 'pay_below_floor',
    'fees_taken', 'via_agency',
] -%}
with standing as (
    select * from {{ ref('int_internship_standing') }}
),

days as (
    select * from {{ ref('int_internship_day') }}
    where starters > 0 and day > {{ add_months(as_of_date(), -12) }}
),

headcounts as (
    select * from {{ ref('int_host_headcount') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

peaks as (
    select
        days.host_uscc,
        days.occupation_code,
        max(days.interns) as peak_interns,
        max(headcounts.headcount) as headcount
    from days
    left join headcounts
        on days.host_uscc = headcounts.host_uscc
        and days.occupation_code = headcounts.occupation_code
    group by days.host_uscc, days.occupation_code
),

hosts as (
    select
        institution_code,
        host_uscc,
        occupation_code,
        count(distinct case when is_now then student_no end) as interns_now,
        count(distinct case when is_next then student_no end) as starts_next_30d,
        {% for concern in concerns -%}
        count(distinct case when {{ concern }} = 1 then student_no end) as {{ concern }},
        {% endfor -%}
        count(distinct case when has_error = 1 then student_no end) as numerator,
        count(distinct student_no) as denominator,
        count(distinct case when not has_enrolment then student_no end) as unknown,
        sum(breach_count) as breach_count,
        sum(error_count) as error_breach_count,
        min(first_seen) as first_seen,
        min(mend_by) as mend_by
    from standing
    group by institution_code, host_uscc, occupation_code
),

judged as (
    select
        hosts.*,
        of_host.peak_interns as peak_interns_host,
        of_host.headcount as headcount_host,
        of_post.peak_interns as peak_interns_post,
        of_post.headcount as headcount_post,
        {{ share_status('hosts.numerator', 'hosts.denominator', 'hosts.unknown', 'thresholds.max_unknown_share') }} as status
    from hosts
    cross join thresholds
    left join peaks as of_host
        on hosts.host_uscc = of_host.host_uscc
        and of_host.occupation_code = '*'
    left join peaks as of_post
        on hosts.host_uscc = of_post.host_uscc
        and hosts.occupation_code = of_post.occupation_code
)

select
    institution_code,
    host_uscc,
    occupation_code,
    interns_now,
    starts_next_30d,
    {% for concern in concerns -%}
    {{ concern }},
    {% endfor -%}
    peak_interns_host,
    headcount_host,
    case when headcount_host is not null then {{ share('peak_interns_host', 'headcount_host') }} end as peak_share_host,
    peak_interns_post,
    headcount_post,
    case when headcount_post is not null then {{ share('peak_interns_post', 'headcount_post') }} end as peak_share_post,
    cast(breach_count as bigint) as breach_count,
    cast(error_breach_count as bigint) as error_breach_count,
    first_seen,
    mend_by,
    numerator,
    denominator,
    unknown,
    case when status = 'ok' then {{ share('numerator', 'denominator') }} end as value,
    status,
    {{ as_of() }} as as_of
from judged
