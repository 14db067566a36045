{# 1 where the condition holds; unknown counts as 0. #}
{% macro flag(condition) -%}
    case when {{ condition }} then 1 else 0 end
{%- endmacro %}


{# The parts of D (domain.md 4.2, M01): metric and the value of `destination_part` it counts. They sum to D. #}
{% macro destination_parts() -%}
    {{ return({
        'contract_rate': 'agreement_contract',
        'flexible_rate': 'flexible',
        'entrepreneurship_rate': 'entrepreneurship',
        'further_study_rate': 'further_study',
        'seeking_rate': 'seeking',
        'not_seeking_rate': 'not_seeking',
        'disputed_rate': 'disputed',
        'no_record_rate': 'no_record',
    }) }}
{%- endmacro %}


{# Facts (CTE `facts`) once per grouping (CTE `groupings`): the dimensions of the cell, `*` when not broken down. #}
{% macro metric_spread(extra_columns) -%}
    select
        facts.cohort,
        facts.cutoff_date,
        case when groupings.by_college then facts.institution_code else '*' end as cell_college,
        case when groupings.by_major_class then facts.major_class else '*' end as cell_major_class,
        {% for column in extra_columns -%}
        facts.{{ column }}{{ "," if not loop.last }}
        {% endfor -%}
    from facts
    cross join groupings
{%- endmacro %}


{#
    Cells of one metric family: sums of the 0/1 columns `<metric>_numerator`, `_denominator`, `_unknown` of a model of
    facts, for every grouping, one row per metric and cell.
#}
{% macro metric_cells(facts, metrics) -%}
    {%- set measures = [] -%}
    {%- for metric in metrics -%}
        {%- for part in ['numerator', 'denominator', 'unknown'] -%}{%- do measures.append(metric ~ '_' ~ part) -%}{%- endfor -%}
    {%- endfor -%}
with facts as (
    select * from {{ facts }}
),

groupings as (
    select * from {{ ref('int_metric_grouping') }}
),

spread as (
    {{ metric_spread(['is_mature', 'is_open'] + measures) }}
),

cells as (
    select
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        max(case when is_mature then 1 else 0 end) as is_mature,
        max(case when is_open then 1 else 0 end) as is_open,
        {% for measure in measures -%}
        sum({{ measure }}) as {{ measure }}{{ "," if not loop.last }}
        {% endfor -%}
    from spread
    group by cohort, cutoff_date, cell_college, cell_major_class
)

{% for metric in metrics -%}
select
    '{{ metric }}' as metric_id,
    cohort,
    cutoff_date,
    cell_college,
    cell_major_class,
    is_mature,
    is_open,
    cast({{ metric }}_numerator as bigint) as numerator,
    cast({{ metric }}_denominator as bigint) as denominator,
    cast({{ metric }}_unknown as bigint) as unknown
from cells
{{ "union all" if not loop.last }}
{% endfor -%}
{%- endmacro %}
