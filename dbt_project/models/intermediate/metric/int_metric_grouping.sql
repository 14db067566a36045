{% set dimensions = metric_dimensions().keys() | list %}

{% for family, described in metric_families().items() -%}
{% set is_last_family = loop.last -%}
{% for grouping in described.groupings -%}
select
    {% for dimension in dimensions -%}
    {{ "true" if dimension in grouping else "false" }} as by_{{ dimension }},
    {% endfor -%}
    '{{ family }}' as family
{{ "union all" if not (loop.last and is_last_family) }}
{% endfor -%}
{% endfor -%}
