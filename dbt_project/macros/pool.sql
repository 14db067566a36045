{# Why a person is kept out of the pool; each reason is a model int_pool_excluded_<reason>. #}
{% macro pool_exclusions() -%}
    {{ return([
        'no_intention',
        'no_consent',
        'consent_withdrawn',
        'withdrawn_from_pool',
        'no_guardian_consent',
        'no_pseudonym',
        'no_major',
        'no_expected_end',
        'in_service',
        'studying',
        'not_seeking',
        'no_entry_route',
    ]) }}
{%- endmacro %}


{#
    Rungs of generalisation of a pool row, finest first: what each rung still shows of major, tier, year, level, region.
    A column that a rung does not show is `*`.
#}
{% macro profile_rungs() -%}
    {{ return([
        ['major_class', 'major_category', 'tier', 'grad_year', 'level_band', 'region_province', 'region_city'],
        ['major_category', 'tier', 'grad_year', 'level_band', 'region_province', 'region_city'],
        ['major_category', 'tier', 'grad_year', 'region_province'],
        ['major_category', 'tier'],
        [],
    ]) }}
{%- endmacro %}


{% macro profile_columns() -%}
    {{ return(['major_class', 'major_category', 'tier', 'grad_year', 'level_band', 'region_province', 'region_city']) }}
{%- endmacro %}
