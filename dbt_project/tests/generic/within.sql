{# Every known value lies between `low` and `high`, both allowed; a missing bound is open. #}
{% test within(model, column_name, low=none, high=none) %}

select {{ column_name }}
from {{ model }}
where
    {% if low is not none %}{{ column_name }} < {{ low }}{% else %}false{% endif %}
    {% if high is not none %}or {{ column_name }} > {{ high }}{% endif %}

{% endtest %}
