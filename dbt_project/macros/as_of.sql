{# The knowledge time of the run, UTC. Nothing in this project reads the clock. #}
{% macro as_of() -%}
    cast('{{ var("as_of") }}' as timestamp)
{%- endmacro %}


{# The day of the run. #}
{% macro as_of_date() -%}
    cast('{{ var("as_of")[:10] }}' as date)
{%- endmacro %}
