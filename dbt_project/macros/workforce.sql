{# What an enterprise counts its staff by, below itself: the key of a cell of the feed. #}
{% macro workforce_cell() -%}
    {{ return(['occupation_code', 'post_name', 'job_sequence', 'ladder_rank', 'age_band', 'employment_form']) }}
{%- endmacro %}


{# The bands of the vocabulary age_band, youngest first. #}
{% macro age_bands() -%}
    {{ return(['25_and_under', '26_30', '31_35', '36_40', '41_45', '46_50', '51_55', '56_and_over']) }}
{%- endmacro %}


{#
    Select: quartiles of pay per group from the points of int_pay_point, in cents. The q-th quarter is the lowest pay at
    which the weights reach q quarters of all: integers only, and equal pays need no order. `points` is the name of a CTE.
#}
{% macro pay_quartiles(points, columns) -%}
    {%- set group = columns | join(', ') -%}
    select
        {{ group }},
        {% for quarter, name in [(1, 'p25'), (2, 'median'), (3, 'p75')] -%}
        cast(min(case when 4 * weight_so_far >= {{ quarter }} * weight_in_all then pay_cents end) as bigint) as {{ name }}_cents{{ "," if not loop.last }}
        {% endfor -%}
    from (
        select
            {{ group }},
            pay_cents,
            sum(weight) over (partition by {{ group }} order by pay_cents) as weight_so_far,
            sum(weight) over (partition by {{ group }}) as weight_in_all
        from {{ points }}
    ) as weighted
    group by {{ group }}
{%- endmacro %}


{# Whole cents as whole CNY, rounded half up. #}
{% macro whole_yuan(cents) -%}
    cast({{ int_div("cast(" ~ cents ~ " as bigint) + 50", 100) }} as bigint)
{%- endmacro %}
