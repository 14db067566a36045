with points as (
    select * from {{ ref('int_pay_point') }}
),

cells as (
    select * from {{ ref('int_workforce') }}
    where has_recent_report and staff_count > 0
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

{% set equal_pay = "employment_form in ('dispatch', 'regular')" -%}
{% set sequence = "job_sequence in ('management', 'skilled')" -%}
{% set place = ['ratio_kind', 'uscc', 'region_code', 'occupation_code', 'post_name', 'job_sequence', 'ladder_rank'] -%}
{% for name, relation, extra in [('sided_points', 'points', ['weight', 'pay_cents']), ('sided_cells', 'cells', ['staff_count', 'median_pay_cents'])] -%}
{{ name }} as (
    select
        'dispatch_to_regular' as ratio_kind,
        uscc,
        region_code,
        occupation_code,
        post_name,
        job_sequence,
        ladder_rank,
        case when employment_form = 'dispatch' then 'above' else 'below' end as side,
        {{ extra | join(',\n        ') }}
    from {{ relation }}
    where {{ equal_pay }}
    union all
    select
        'management_to_skilled' as ratio_kind,
        uscc,
        region_code,
        '*' as occupation_code,
        '*' as post_name,
        '*' as job_sequence,
        cast(-1 as bigint) as ladder_rank,
        case when job_sequence = 'management' then 'above' else 'below' end as side,
        {{ extra | join(',\n        ') }}
    from {{ relation }}
    where {{ sequence }}
),

{% endfor -%}
quartiles as (
    {{ pay_quartiles('sided_points', place + ['side']) }}
),

counted as (
    select
        {{ (place + ['side']) | join(',\n        ') }},
        sum(staff_count) as staff_count,
        sum(case when median_pay_cents > 0 then staff_count else 0 end) as paid_count
    from sided_cells
    group by {{ (place + ['side']) | join(', ') }}
),

paired as (
    select
        {% for column in place -%}
        counted.{{ column }},
        {% endfor -%}
        max(case when counted.side = 'above' then quartiles.median_cents end) as above_cents,
        max(case when counted.side = 'below' then quartiles.median_cents end) as below_cents,
        coalesce(max(case when counted.side = 'above' then counted.paid_count end), 0) as above_people,
        coalesce(max(case when counted.side = 'below' then counted.paid_count end), 0) as below_people,
        sum(counted.staff_count) as staff_count,
        sum(counted.staff_count - counted.paid_count) as unknown
    from counted
    left join quartiles
        on {% for column in place + ['side'] %}counted.{{ column }} = quartiles.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    group by {{ prefix_columns(place | join(', '), 'counted') }}
    having count(*) = 2
),

judged as (
    select
        paired.*,
        thresholds.equal_pay_ratio,
        case
            when paired.above_cents is null or paired.below_cents is null then 'not_available'
            when paired.unknown > thresholds.max_unknown_share * paired.staff_count then 'too_uncertain'
            else 'ok'
        end as status
    from paired
    cross join thresholds
),

flagged as (
    select
        *,
        coalesce(
            ratio_kind = 'dispatch_to_regular'
            and status = 'ok'
            and above_cents < equal_pay_ratio * below_cents,
            false
        ) as needs_review
    from judged
)

select
    {{ as_of() }} as as_of,
    ratio_kind,
    uscc,
    region_code,
    occupation_code,
    post_name,
    job_sequence,
    ladder_rank,
    cast(above_people as bigint) as above_people,
    cast(below_people as bigint) as below_people,
    case when status = 'ok' then {{ whole_yuan('above_cents') }} end as numerator,
    case when status = 'ok' then {{ whole_yuan('below_cents') }} end as denominator,
    cast(unknown as bigint) as unknown,
    case when status = 'ok' then {{ share('above_cents', 'below_cents') }} end as value,
    status,
    needs_review,
    case when needs_review then 'EQUAL_PAY_REVIEW' end as finding_code
from flagged
