{# A schema is named by its layer alone (staging, intermediate, marts), so that readers of the warehouse need not know the target. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
