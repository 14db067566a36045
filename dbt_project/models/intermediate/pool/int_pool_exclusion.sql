{% for reason in pool_exclusions() -%}
select
    person_key,
    exclusion_code
from {{ ref('int_pool_excluded_' ~ reason) }}
{{ "union all" if not loop.last }}
{% endfor %}
