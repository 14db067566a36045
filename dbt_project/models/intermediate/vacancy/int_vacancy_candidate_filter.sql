with {{ match_imports() }},

pairs as (
    select
        {% for code, holds in match_filters().items() -%}
        {{ flag(holds) }} as {{ code }}_holds,
        {% endfor -%}
        vacancies.vacancy_id
    from vacancies
    {{ match_joins() }}
),

counts as (
    select
        vacancy_id,
        {% for code in match_filters() -%}
        sum(1 - {{ code }}_holds) as {{ code }}_count,
        {% endfor -%}
        count(*) as reached_count
    from pairs
    group by vacancy_id
)

{% for code in match_filters() -%}
select
    vacancy_id,
    '{{ code }}' as filter_code,
    cast(reached_count as bigint) as reached_count,
    cast({{ code }}_count as bigint) as failing_count
from counts
{{ "union all" if not loop.last }}
{% endfor %}
