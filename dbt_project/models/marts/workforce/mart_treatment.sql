with cells as (
    select * from {{ ref('int_workforce') }}
    where has_recent_report
),

points as (
    select * from {{ ref('int_pay_point') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

groupings as (
    {% for by_region, by_form in [('true', 'true'), ('true', 'false'), ('false', 'true'), ('false', 'false')] -%}
    select
        {{ by_region }} as by_region,
        {{ by_form }} as by_form
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

{% set grain = ['region_code', 'occupation_code', 'ladder_rank', 'job_sequence', 'employment_form'] -%}
spread_points as (
    select
        case when groupings.by_region then points.region_code else '*' end as region_code,
        points.occupation_code,
        points.ladder_rank,
        points.job_sequence,
        case when groupings.by_form then points.employment_form else '*' end as employment_form,
        points.weight,
        points.pay_cents
    from points
    cross join groupings
),

spread_cells as (
    select
        case when groupings.by_region then cells.region_code else '*' end as region_code,
        cells.occupation_code,
        cells.ladder_rank,
        cells.job_sequence,
        case when groupings.by_form then cells.employment_form else '*' end as employment_form,
        cells.uscc,
        cells.staff_count,
        case when cells.median_pay_cents > 0 then cells.staff_count else 0 end as paid_count
    from cells
    cross join groupings
),

quartiles as (
    {{ pay_quartiles('spread_points', grain) }}
),

employers as (
    select
        {{ grain | join(',\n        ') }},
        uscc,
        sum(staff_count) as staff_count,
        sum(paid_count) as paid_count
    from spread_cells
    group by {{ grain | join(', ') }}, uscc
),

counted as (
    select
        {{ grain | join(',\n        ') }},
        sum(staff_count) as denominator,
        sum(paid_count) as people_count,
        sum({{ flag('paid_count > 0') }}) as employer_count,
        max(paid_count) as top_employer_count
    from employers
    group by {{ grain | join(', ') }}
),

judged as (
    select
        counted.*,
        quartiles.p25_cents,
        quartiles.median_cents,
        quartiles.p75_cents,
        case
            when counted.people_count = 0 then 'not_available'
            when counted.denominator - counted.people_count > thresholds.max_unknown_share * counted.denominator then 'too_uncertain'
            else 'ok'
        end as status
    from counted
    cross join thresholds
    left join quartiles
        on {% for column in grain %}counted.{{ column }} = quartiles.{{ column }}{{ " and " if not loop.last }}{% endfor %}
)

select
    {{ as_of() }} as as_of,
    region_code,
    occupation_code,
    ladder_rank,
    job_sequence,
    employment_form,
    cast(people_count as bigint) as people_count,
    cast(employer_count as bigint) as employer_count,
    cast(top_employer_count as bigint) as top_employer_count,
    case when status = 'ok' then {{ whole_yuan('p25_cents') }} end as p25_pay,
    case when status = 'ok' then {{ whole_yuan('median_cents') }} end as median_pay,
    case when status = 'ok' then {{ whole_yuan('p75_cents') }} end as p75_pay,
    cast(people_count as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(denominator - people_count as bigint) as unknown,
    'CNY per month' as unit,
    status
from judged
