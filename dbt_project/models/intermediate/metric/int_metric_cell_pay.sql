{% set pay_quarters = {'pay_p25': 1, 'median_starting_pay': 2, 'pay_p75': 3} -%}

with pay as (
    select * from {{ ref('int_metric_pay_cell') }}
)

{% for metric, quarter in pay_quarters.items() -%}
select
    '{{ metric }}' as metric_id,
    cohort,
    cutoff_date,
    {{ metric_cell_columns() | join(',\n    ') }},
    is_mature,
    is_open,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(denominator - numerator as bigint) as unknown,
    cast(0 as bigint) as left_out,
    cast(pay_{{ quarter }} as decimal(18, 6)) as amount
from pay
{{ "union all" if not loop.last }}
{% endfor -%}
