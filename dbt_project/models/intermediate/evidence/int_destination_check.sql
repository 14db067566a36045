{% for check in ['d03', 'd04', 'd05', 'd06', 'd07', 'd09', 'd11'] -%}
select * from {{ ref('int_destination_check_' ~ check) }}
{{ "union all" if not loop.last }}
{% endfor %}
