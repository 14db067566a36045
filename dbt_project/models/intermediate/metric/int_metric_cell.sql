{% set pay_quarters = {'pay_p25': 1, 'median_starting_pay': 2, 'pay_p75': 3} %}

with pay as (
    select * from {{ ref('int_metric_pay_cell') }}
),

shares as (
    {% for family in ['destination', 'employment', 'certificate', 'internship'] -%}
    select * from {{ ref('int_metric_cell_' ~ family) }}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

all_cells as (
    select
        metric_id,
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        is_mature,
        is_open,
        numerator,
        denominator,
        unknown,
        0 as left_out,
        'share' as unit,
        cast(null as bigint) as amount
    from shares
    union all
    select
        'major_match_rate_known' as metric_id,
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        is_mature,
        is_open,
        numerator,
        denominator - unknown as denominator,
        0 as unknown,
        unknown as left_out,
        'share' as unit,
        cast(null as bigint) as amount
    from shares
    where metric_id = 'major_match_rate'
    {% for metric, quarter in pay_quarters.items() -%}
    union all
    select
        '{{ metric }}' as metric_id,
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        is_mature,
        0 as is_open,
        numerator,
        denominator,
        denominator - numerator as unknown,
        0 as left_out,
        'CNY per month' as unit,
        cast(pay_{{ quarter }} as bigint) as amount
    from pay
    {% endfor %}
)

select
    metric_id,
    1 as metric_version,
    cohort,
    cutoff_date,
    cell_college,
    cell_major_class,
    is_mature,
    is_open,
    numerator,
    denominator,
    unknown,
    left_out,
    unit,
    amount
from all_cells
