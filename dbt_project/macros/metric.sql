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


{# What a figure can be broken down by: name in metrics.yml, column of the facts, column of mart_metric. #}
{% macro metric_dimensions() -%}
    {{ return({
        'college': ['institution_code', 'college_code'],
        'major_class': ['major_class', 'major_class'],
        'tier': ['tier', 'tier'],
        'region': ['region_code', 'region_code'],
        'occupation': ['occupation_code', 'occupation_code'],
        'enterprise': ['enterprise_uscc', 'enterprise_uscc'],
        'gender': ['gender', 'gender'],
    }) }}
{%- endmacro %}


{# The columns of mart_metric that name a cell, after metric, cohort and cut-off. #}
{% macro metric_cell_columns(prefix='') -%}
    {%- set columns = [] -%}
    {%- for column in metric_dimensions().values() -%}{%- do columns.append(prefix ~ column[1]) -%}{%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}


{#
    Every family of metrics: its metrics with their units, its groupings, and `leaving_out`, the metrics whose denominator
    leaves out people because they are unknown (facts then have `<metric>_left_out`). A family has a model
    int_metric_cell_<family>. tests/dbt/test_metric_dictionary.py holds this equal to metrics.yml.
#}
{% macro metric_families() -%}
    {%- set families = {} -%}
    {%- do families.update(graduate_metric_families()) -%}
    {%- do families.update(programme_metric_families()) -%}
    {{ return(families) }}
{%- endmacro %}


{% macro graduate_metric_families() -%}
    {%- set graduates = [
        [], ['college'], ['major_class'], ['college', 'major_class'], ['tier'], ['region'], ['gender'],
        ['college', 'tier'], ['tier', 'gender'],
    ] -%}
    {%- set internships = [
        [], ['college'], ['major_class'], ['college', 'major_class'], ['region'], ['occupation'], ['enterprise'],
    ] -%}
    {%- set destination_metrics = {
        'destination_rate': 'share', 'destination_rate_reported': 'share', 'verified_destination_rate': 'share',
    } -%}
    {%- for metric in destination_parts() -%}{%- do destination_metrics.update({metric: 'share'}) -%}{%- endfor -%}
    {{ return({
        'destination': {'metrics': destination_metrics, 'groupings': graduates},
        'employment': {
            'metrics': {
                'major_match_rate': 'share', 'major_match_rate_known': 'share',
                'local_retention_rate': 'share', 'provincial_retention_rate': 'share',
            },
            'leaving_out': ['major_match_rate_known'],
            'groupings': graduates,
        },
        'pay': {
            'metrics': {
                'pay_p25': 'CNY per month', 'median_starting_pay': 'CNY per month', 'pay_p75': 'CNY per month',
            },
            'groupings': graduates,
        },
        'certificate': {
            'metrics': {'certificate_attainment_rate': 'share', 'senior_certificate_attainment_rate': 'share'},
            'groupings': graduates,
        },
        'employed_6': {'metrics': {'employed_at_6_months': 'share'}, 'groupings': graduates},
        'employed_12': {'metrics': {'employed_at_12_months': 'share'}, 'groupings': graduates},
        'retention': {
            'metrics': {'same_employer_retention': 'share'},
            'leaving_out': ['same_employer_retention'],
            'groupings': graduates,
        },
        'sustained': {'metrics': {'sustained_destination_rate': 'share'}, 'groupings': graduates},
        'internship': {'metrics': {'intern_conversion_rate': 'share'}, 'groupings': internships},
        'compliance': {'metrics': {'internship_compliance_rate': 'share'}, 'groupings': internships},
    }) }}
{%- endmacro %}


{# Facts (CTE `facts`) once per grouping (CTE `groupings`): the dimensions of the cell, `*` when not broken down. #}
{% macro metric_spread(family, extra_columns) -%}
    {%- set used = metric_families()[family].groupings | sum(start=[]) -%}
    select
        facts.cohort,
        facts.cutoff_date,
        {% for dimension, column in metric_dimensions().items() -%}
        {% if dimension in used -%}
        case when groupings.by_{{ dimension }} then coalesce(facts.{{ column[0] }}, 'unknown') else '*' end as {{ column[1] }},
        {% else -%}
        '*' as {{ column[1] }},
        {% endif -%}
        {% endfor -%}
        {% for column in extra_columns -%}
        facts.{{ column }}{{ "," if not loop.last }}
        {% endfor -%}
    from facts
    cross join groupings
{%- endmacro %}


{# Import CTEs of a model of cells that is no sum: the facts, and the groupings of their family. #}
{% macro metric_imports(family, facts) -%}
facts as (
    select * from {{ facts }}
),

groupings as (
    select * from {{ ref('int_metric_grouping') }}
    where family = '{{ family }}'
)
{%- endmacro %}


{#
    Cells of one family of quotients: sums of the columns `<metric>_numerator`, `_denominator`, `_unknown` of a model of
    facts, for every grouping, one row per metric and cell. `condition` chooses facts, for families that share a model.
#}
{% macro metric_cells(family, facts, condition=none) -%}
    {%- set metrics = metric_families()[family].metrics.keys() | list -%}
    {%- set leaving_out = metric_families()[family].get('leaving_out', []) -%}
    {%- set measures = [] -%}
    {%- for metric in metrics -%}
        {%- for part in ['numerator', 'denominator', 'unknown'] -%}{%- do measures.append(metric ~ '_' ~ part) -%}{%- endfor -%}
        {%- if metric in leaving_out -%}{%- do measures.append(metric ~ '_left_out') -%}{%- endif -%}
    {%- endfor -%}
    {%- set used = metric_families()[family].groupings | sum(start=[]) -%}
    {%- set finest = ['cohort', 'cutoff_date'] -%}
    {%- for dimension, column in metric_dimensions().items() if dimension in used -%}{%- do finest.append(column[0]) -%}{%- endfor -%}
with counted as (
    select * from {{ facts }}
    {% if condition is not none -%}
    where {{ condition }}
    {% endif -%}
),

groupings as (
    select * from {{ ref('int_metric_grouping') }}
    where family = '{{ family }}'
),

-- Summed once by every dimension before it is spread over the groupings: few rows are, and not every person.
facts as (
    select
        {{ finest | join(',\n        ') }},
        max(case when is_mature then 1 else 0 end) as is_mature,
        max(case when is_open then 1 else 0 end) as is_open,
        {% for measure in measures -%}
        cast(sum({{ measure }}) as bigint) as {{ measure }}{{ "," if not loop.last }}
        {% endfor -%}
    from counted
    group by {{ finest | join(', ') }}
),

spread as (
    {{ metric_spread(family, ['is_mature', 'is_open'] + measures) }}
),

cells as (
    select
        cohort,
        cutoff_date,
        {{ metric_cell_columns() | join(',\n        ') }},
        max(is_mature) as is_mature,
        max(is_open) as is_open,
        {% for measure in measures -%}
        sum({{ measure }}) as {{ measure }}{{ "," if not loop.last }}
        {% endfor -%}
    from spread
    group by cohort, cutoff_date, {{ metric_cell_columns() | join(', ') }}
)

{% for metric in metrics -%}
select
    '{{ metric }}' as metric_id,
    cohort,
    cutoff_date,
    {{ metric_cell_columns() | join(',\n    ') }},
    is_mature,
    is_open,
    cast({{ metric }}_numerator as bigint) as numerator,
    cast({{ metric }}_denominator as bigint) as denominator,
    cast({{ metric }}_unknown as bigint) as unknown,
    cast({{ metric ~ '_left_out' if metric in leaving_out else 0 }} as bigint) as left_out,
    cast(null as decimal(18, 6)) as amount
from cells
{{ "union all" if not loop.last }}
{% endfor -%}
{%- endmacro %}


{#
    CTEs `ranked` and `quartiles` over the CTE `spread`: the quartiles of an integer column by linear interpolation,
    type 7: the q-th quarter lies q * (n - 1) / 4 places after the lowest. Known values are numerator, rows denominator.
    `low_q`, `high_q` are the values around the place, `quarters_q` the quarters of a step between them.
#}
{% macro metric_quartiles(value, quarters=[1, 2, 3]) -%}
    {%- set cell = ['cohort', 'cutoff_date'] + metric_cell_columns() -%}
ranked as (
    select
        *,
        count({{ value }}) over (partition by {{ cell | join(', ') }}) as known_count,
        row_number() over (
            partition by {{ cell | join(', ') }}
            order by case when {{ value }} is null then 1 else 0 end, {{ value }}
        ) as nth
    from spread
),

around as (
    select
        {{ cell | join(',\n        ') }},
        max(case when is_mature then 1 else 0 end) as is_mature,
        max(case when is_open then 1 else 0 end) as is_open,
        count(*) as denominator,
        {% for quarter in quarters -%}
        max(case when nth = 1 + {{ int_div(quarter ~ " * greatest(known_count - 1, 0)", 4) }} then {{ value }} end) as low_{{ quarter }},
        max(case when nth = 2 + {{ int_div(quarter ~ " * greatest(known_count - 1, 0)", 4) }} then {{ value }} end) as high_{{ quarter }},
        max(mod({{ quarter }} * greatest(known_count - 1, 0), 4)) as quarters_{{ quarter }},
        {% endfor -%}
        max(known_count) as numerator
    from ranked
    group by {{ cell | join(', ') }}
),

-- Four times the value, so that it stays an integer.
quartiles as (
    select
        *,
        {% for quarter in quarters -%}
        4 * low_{{ quarter }} + quarters_{{ quarter }} * (coalesce(high_{{ quarter }}, low_{{ quarter }}) - low_{{ quarter }}) as four_times_{{ quarter }}{{ "," if not loop.last }}
        {% endfor -%}
    from around
)
{%- endmacro %}


{#
    Cells of one metric that is a median: `value` is an integer column of the facts, null where unknown. The amount is
    exact: half a unit stays half a unit.
#}
{% macro metric_median_cells(family, facts, value, metric) -%}
with {{ metric_imports(family, facts) }},

spread as (
    {{ metric_spread(family, ['is_mature', 'is_open', value]) }}
),

{{ metric_quartiles(value, [2]) }}

select
    '{{ metric }}' as metric_id,
    cohort,
    cutoff_date,
    {{ metric_cell_columns() | join(',\n    ') }},
    is_mature,
    is_open,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(denominator - numerator as bigint) as unknown,
    cast(0 as bigint) as left_out,
    cast(four_times_2 * cast(0.25 as decimal(3, 2)) as decimal(18, 6)) as amount
from quartiles
{%- endmacro %}
