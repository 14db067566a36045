{# Families of the metrics of vacancies, training, work and matching (M13-M20), as graduate_metric_families() has them. #}
{% macro programme_metric_families() -%}
    {%- set places = [[], ['occupation'], ['region'], ['enterprise']] -%}
    {{ return({
        'workforce': {
            'metrics': {
                'high_skilled_share': 'share',
                'skilled_share_30_and_under': 'share', 'skilled_share_31_40': 'share',
                'skilled_share_41_50': 'share', 'skilled_share_51_and_over': 'share',
            },
            'groupings': places,
        },
        'retirement': {'metrics': {'retirement_risk_share': 'share'}, 'groupings': places},
        'vacancy': {'metrics': {'vacancy_fill_rate': 'share'}, 'groupings': places},
        'vacancy_days': {'metrics': {'median_days_to_fill': 'days'}, 'groupings': places},
        'pool': {
            'metrics': {'pool_reach_per_opening': 'people per opening', 'pool_reach_people': 'people'},
            'groupings': [[], ['occupation'], ['region'], ['occupation', 'region']],
        },
        'mentorship': {'metrics': {'mentorship_completion_rate': 'share'}, 'groupings': places},
        'plan': {
            'metrics': {
                'plan_trained_rate': 'ratio', 'plan_passed_rate': 'ratio', 'plan_certified_rate': 'ratio',
                'plan_spent_rate': 'ratio', 'cost_per_certificate': 'CNY per certificate',
            },
            'leaving_out': ['plan_spent_rate', 'cost_per_certificate'],
            'groupings': places,
        },
        'appointment': {'metrics': {'appointment_integrity_rate': 'share'}, 'groupings': places},
        'match_acceptance': {
            'metrics': {'match_acceptance_rate': 'share'},
            'groupings': [[], ['gender'], ['region'], ['tier']],
        },
    }) }}
{%- endmacro %}


{# The city of a region code, the statistical region of every metric; null stays null. #}
{% macro metric_city(region) -%}
    substr({{ region }}, 1, 4) || '00'
{%- endmacro %}


{# Year of a day as text, the cohort of metrics whose cohort is their year. #}
{% macro year_of(day) -%}
    substr(cast({{ day }} as {{ dbt.type_string() }}), 1, 4)
{%- endmacro %}


{# Month of a day as the text YYYY-MM, the form of `period`. #}
{% macro month_of(day) -%}
    substr(cast({{ day }} as {{ dbt.type_string() }}), 1, 7)
{%- endmacro %}


{# Last day of the month, quarter or year of a day. #}
{% macro month_end(day) -%}
    {{ add_days(add_months(month_start(day), 1), -1) }}
{%- endmacro %}


{% macro quarter_end(day) -%}
    {{ add_days(add_months(month_start(day), "(3 - mod(cast(extract(month from " ~ day ~ ") as integer) - 1, 3))"), -1) }}
{%- endmacro %}


{% macro year_end(day) -%}
    cast({{ year_of(day) }} || '-12-31' as date)
{%- endmacro %}
