{% set cell = ['cohort', 'cutoff_date'] + metric_cell_columns() -%}
{% set same_cell = [] -%}
{% for column in cell -%}{% do same_cell.append('quartiles.' ~ column ~ ' = concentration.' ~ column) -%}{% endfor -%}

with {{ metric_imports('pay', ref('int_metric_pay')) }},

spread as (
    {{ metric_spread('pay', ['is_mature', 'is_open', 'pay_cents', 'employer_uscc']) }}
),

{{ metric_quartiles('pay_cents') }},

employers as (
    select
        {{ cell | join(',\n        ') }},
        employer_uscc,
        count(*) as paid_count
    from spread
    where pay_cents is not null and employer_uscc is not null
    group by {{ cell | join(', ') }}, employer_uscc
),

concentration as (
    select
        {{ cell | join(',\n        ') }},
        count(*) as employer_count,
        max(paid_count) as top_employer_count
    from employers
    group by {{ cell | join(', ') }}
)

select
    {% for column in cell -%}
    quartiles.{{ column }},
    {% endfor -%}
    quartiles.is_mature,
    quartiles.is_open,
    quartiles.denominator,
    quartiles.numerator,
    {% for quarter in [1, 2, 3] -%}
    {{ int_div("quartiles.four_times_" ~ quarter ~ " + 200", 400) }} as pay_{{ quarter }},
    {% endfor -%}
    coalesce(concentration.employer_count, 0) as employer_count,
    coalesce(concentration.top_employer_count, 0) as top_employer_count
from quartiles
left join concentration
    on {{ same_cell | join('\n    and ') }}
