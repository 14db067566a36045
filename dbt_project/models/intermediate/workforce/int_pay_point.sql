with cells as (
    select * from {{ ref('int_workforce') }}
    where has_recent_report and staff_count > 0
)

-- Only quartiles of a cell are known: a third of its people stands at each. Weights are thirds of people.
{% for point, pay in [(1, 'coalesce(p25_pay_cents, median_pay_cents)'), (2, 'median_pay_cents'), (3, 'coalesce(p75_pay_cents, median_pay_cents)')] -%}
select
    uscc,
    region_code,
    {% for column in workforce_cell() -%}
    {{ column }},
    {% endfor -%}
    {{ point }} as point,
    staff_count as weight,
    {{ pay }} as pay_cents
from cells
where median_pay_cents > 0
{{ "union all" if not loop.last }}
{% endfor -%}
