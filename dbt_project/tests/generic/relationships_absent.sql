{# No known value of the column stands in `field` of `to`. #}
{% test relationships_absent(model, column_name, to, field) %}

select subject.{{ column_name }}
from {{ model }} as subject
inner join {{ to }} as other on subject.{{ column_name }} = other.{{ field }}

{% endtest %}
