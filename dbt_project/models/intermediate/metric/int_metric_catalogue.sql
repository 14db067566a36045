{% for family, described in metric_families().items() -%}
{% set is_last_family = loop.last -%}
{% for metric, unit in described.metrics.items() -%}
select
    '{{ metric }}' as metric_id,
    '{{ family }}' as family,
    {{ described.get('versions', {}).get(metric, 1) }} as metric_version,
    '{{ unit }}' as unit
{{ "union all" if not (loop.last and is_last_family) }}
{% endfor -%}
{% endfor -%}
