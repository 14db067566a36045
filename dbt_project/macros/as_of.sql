{# The knowledge time of the run, UTC. Nothing in this project reads the clock. #}
{% macro as_of() -%}
    cast('{{ var("as_of") }}' as timestamp)
{%- endmacro %}


{# The statistical day of the run: the civil day, since the office and the people it counts live by it and not by UTC. #}
{% macro as_of_date() -%}
    cast({{ dbt.dateadd('hour', var('civil_zone_offset_hours'), as_of()) }} as date)
{%- endmacro %}
