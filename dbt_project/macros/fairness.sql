{# What people are compared by. #}
{% macro fairness_attributes() -%}
    {{ return(['gender', 'home_region', 'tier', 'college']) }}
{%- endmacro %}


{# The lists that are judged. #}
{% macro fairness_lists() -%}
    {{ return(['top_50', 'top_10', 'plan']) }}
{%- endmacro %}


{# Components of the score in the order of design.md. #}
{% macro fairness_components() -%}
    {{ return(['skills', 'affinity', 'level', 'internship', 'distance', 'awards']) }}
{%- endmacro %}


{#
    Whether a share of `low` millionths lies at or below the lower end of the 95 % Wilson score interval of `hits` in
    `trials`: it is no more than the share itself, below 1, and (p - low)^2 >= z^2 * low * (1 - low) / trials. Whole numbers only;
    z^2 is 3.841459, exact enough for six decimals.
#}
{% macro is_below_wilson(low, hits, trials) -%}
    {%- set distance = "(" ~ hits ~ " * 1000000 - " ~ low ~ " * " ~ trials ~ ")" -%}
    {{ distance }} >= 0
    and {{ low }} < 1000000
    and cast({{ distance }} as decimal(19, 0)) * cast({{ distance }} as decimal(19, 0))
    >= cast(cast({{ trials }} as decimal(18, 0)) * cast(3.841459 as decimal(7, 6)) as decimal(25, 6))
    * cast({{ low }} * (1000000 - {{ low }}) as decimal(13, 0))
{%- endmacro %}
