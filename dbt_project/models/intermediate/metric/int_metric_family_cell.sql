{% for family in metric_families() -%}
select * from {{ ref('int_metric_cell_' ~ family) }}
{{ "union all" if not loop.last }}
{% endfor -%}
