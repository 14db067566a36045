{#
    What engines spell differently. Each macro is dispatched: duckdb__ for DuckDB, default__ for Spark.
    Models use these and nothing that only one engine has; tests/dbt/test_portability.py reads the models for it.
#}

{# One row per item of a list column; stands alone as one column of a select. #}
{% macro explode(column) -%}
    {{ return(adapter.dispatch('explode', 'talent_reserve')(column)) }}
{%- endmacro %}

{% macro duckdb__explode(column) -%}
    unnest({{ column }})
{%- endmacro %}

{% macro default__explode(column) -%}
    explode({{ column }})
{%- endmacro %}


{# First item of a list, null when there is none. #}
{% macro first_item(column) -%}
    {{ return(adapter.dispatch('first_item', 'talent_reserve')(column)) }}
{%- endmacro %}

{% macro duckdb__first_item(column) -%}
    {{ column }}[1]
{%- endmacro %}

{% macro default__first_item(column) -%}
    get({{ column }}, 0)
{%- endmacro %}


{# Number of items of a list, 0 when it is null. #}
{% macro item_count(column) -%}
    {{ return(adapter.dispatch('item_count', 'talent_reserve')(column)) }}
{%- endmacro %}

{% macro duckdb__item_count(column) -%}
    coalesce(len({{ column }}), 0)
{%- endmacro %}

{% macro default__item_count(column) -%}
    greatest(coalesce(size({{ column }}), 0), 0)
{%- endmacro %}


{# Aggregate: the values as a sorted list of texts, empty when none is known. #}
{% macro sorted_list(value) -%}
    {{ return(adapter.dispatch('sorted_list', 'talent_reserve')(value)) }}
{%- endmacro %}

{% macro duckdb__sorted_list(value) -%}
    coalesce(list({{ value }} order by {{ value }}) filter (where {{ value }} is not null), cast([] as varchar[]))
{%- endmacro %}

{% macro default__sorted_list(value) -%}
    sort_array(collect_list({{ value }}))
{%- endmacro %}


{# Aggregate: the different integers as a sorted list. #}
{% macro number_list(value) -%}
    {{ return(adapter.dispatch('number_list', 'talent_reserve')(value)) }}
{%- endmacro %}

{% macro duckdb__number_list(value) -%}
    list(distinct {{ value }} order by {{ value }})
{%- endmacro %}

{% macro default__number_list(value) -%}
    sort_array(collect_set({{ value }}))
{%- endmacro %}


{# Whether a list has the item; of a null list not true. #}
{% macro list_has(items, item) -%}
    {{ return(adapter.dispatch('list_has', 'talent_reserve')(items, item)) }}
{%- endmacro %}

{% macro duckdb__list_has(items, item) -%}
    list_contains({{ items }}, {{ item }})
{%- endmacro %}

{% macro default__list_has(items, item) -%}
    array_contains({{ items }}, {{ item }})
{%- endmacro %}


{# The list itself, or an empty one. #}
{% macro list_or_empty(column) -%}
    {{ return(adapter.dispatch('list_or_empty', 'talent_reserve')(column)) }}
{%- endmacro %}

{% macro duckdb__list_or_empty(column) -%}
    coalesce({{ column }}, cast([] as varchar[]))
{%- endmacro %}

{% macro default__list_or_empty(column) -%}
    coalesce({{ column }}, cast(array() as array<string>))
{%- endmacro %}


{#
    Select: the `k` highest keys per group. DuckDB keeps a bounded heap and never sorts or collects the pairs.
    `pairs` is the name of a CTE with the columns `group_column` and `key_column`.
#}
{% macro top_k(pairs, group_column, key_column, k) -%}
    {{ return(adapter.dispatch('top_k', 'talent_reserve')(pairs, group_column, key_column, k)) }}
{%- endmacro %}

{% macro duckdb__top_k(pairs, group_column, key_column, k) -%}
    select
        {{ group_column }},
        unnest(max({{ key_column }}, {{ k }})) as {{ key_column }}
    from {{ pairs }}
    group by {{ group_column }}
{%- endmacro %}

{% macro default__top_k(pairs, group_column, key_column, k) -%}
    select
        {{ group_column }},
        {{ key_column }}
    from (
        select
            {{ group_column }},
            {{ key_column }},
            row_number() over (partition by {{ group_column }} order by {{ key_column }} desc) as nth
        from {{ pairs }}
    ) as ranked
    where nth <= {{ k }}
{%- endmacro %}


{# How many required skills an occupation's dictionary can hold; int_match_skill is tested against it. #}
{% macro bit_capacity() -%}
    {{ return(512) }}
{%- endmacro %}


{# Aggregate: a set of positions 0 .. bit_capacity() - 1; null positions are left out, no position gives null. #}
{% macro bit_set(position) -%}
    {{ return(adapter.dispatch('bit_set', 'talent_reserve')(position)) }}
{%- endmacro %}

{% macro duckdb__bit_set(position) -%}
    bitstring_agg(cast({{ position }} as integer), 0, {{ bit_capacity() - 1 }})
{%- endmacro %}

{% macro default__bit_set(position) -%}
    collect_set({{ position }})
{%- endmacro %}


{# 1 when the position is in the set, else 0; an empty set is null and gives 0. #}
{% macro bit_test(bits, position) -%}
    {{ return(adapter.dispatch('bit_test', 'talent_reserve')(bits, position)) }}
{%- endmacro %}

{% macro duckdb__bit_test(bits, position) -%}
    coalesce(get_bit({{ bits }}, {{ position }}), 0)
{%- endmacro %}

{% macro default__bit_test(bits, position) -%}
    coalesce(cast(array_contains({{ bits }}, {{ position }}) as int), 0)
{%- endmacro %}


{# A list of some texts, in their order, without those that are null. #}
{% macro list_of_known(texts) -%}
    {{ return(adapter.dispatch('list_of_known', 'talent_reserve')(texts)) }}
{%- endmacro %}

{% macro duckdb__list_of_known(texts) -%}
    list_filter([{{ texts | join(', ') }}], lambda item: item is not null)
{%- endmacro %}

{% macro default__list_of_known(texts) -%}
    filter(array({{ texts | join(', ') }}), item -> item is not null)
{%- endmacro %}


{# Some texts behind one another, without those that are null. #}
{% macro joined_known(texts) -%}
    {{ return(adapter.dispatch('joined_known', 'talent_reserve')(texts)) }}
{%- endmacro %}

{% macro duckdb__joined_known(texts) -%}
    concat({{ texts | join(', ') }})
{%- endmacro %}

{% macro default__joined_known(texts) -%}
    concat_ws('', {{ texts | join(', ') }})
{%- endmacro %}
