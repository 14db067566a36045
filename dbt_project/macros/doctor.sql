{#
    The vacancy doctor asks one thing again and again: how many people of an area pass some of the hard filters. What a
    question asks is named here; int_doctor_question turns it into numbers, int_doctor_answer counts.

    area: pool (everybody), occupation (who reaches it), group (who reaches any occupation of the vacancy's group).
    certificates: none, asked (all that the vacancy demands), by_law (only those that nobody may waive).
    level, age, available, order, present, disputed, blocked: whether that filter is asked; level may be one_lower.
    later: days after the vacancy's start day. given: when a vacancy is asked it at all.
#}
{% macro doctor_questions() -%}
    {%- set has_level = 'must_level > 0' -%}
    {%- set everything = {
        'area': 'occupation', 'certificates': 'asked', 'level': 'asked', 'age': 1, 'available': 1,
        'present': 1, 'disputed': 1, 'blocked': 1, 'order': 1,
    } -%}
    {%- set through_start = {'area': 'occupation', 'certificates': 'asked', 'level': 'asked', 'age': 1, 'available': 1} -%}
    {{ return({
        'reached': {'area': 'occupation'},
        'alone_below_legal_age': {'area': 'pool', 'age': 1},
        'alone_certificate_missing': {'area': 'pool', 'certificates': 'asked', 'given': 'asked_set_seq > 0'},
        'alone_level_too_low': {'area': 'occupation', 'level': 'asked', 'given': has_level},
        'alone_not_available_yet': {'area': 'pool', 'available': 1},
        'alone_present_employer': {'area': 'pool', 'present': 1},
        'alone_disputed_employer': {'area': 'pool', 'disputed': 1},
        'alone_blocked_employer': {'area': 'pool', 'blocked': 1},
        'alone_order_class': {'area': 'pool', 'order': 1},
        'after_below_legal_age': {'area': 'occupation', 'age': 1},
        'after_certificate_missing': {'area': 'occupation', 'age': 1, 'certificates': 'asked'},
        'after_level_too_low': {'area': 'occupation', 'age': 1, 'certificates': 'asked', 'level': 'asked'},
        'after_not_available_yet': through_start,
        'after_present_employer': dict(through_start, present=1),
        'after_disputed_employer': dict(through_start, present=1, disputed=1),
        'after_blocked_employer': dict(through_start, present=1, disputed=1, blocked=1),
        'after_order_class': everything,
        'level_one_lower': dict(everything, level='one_lower', given=has_level),
        'level_not_demanded': dict(everything, level='none', given=has_level),
        'start_30_days_later': dict(everything, later=30),
        'start_90_days_later': dict(everything, later=90),
        'certificate_not_demanded': dict(
            everything, certificates='by_law', given='asked_set_seq <> by_law_set_seq'
        ),
        'neighbouring_occupation': dict(everything, area='group'),
    }) }}
{%- endmacro %}


{#
    What an enterprise itself can relax, by filter: one step, and one step further. The law, the consent and the wish of
    a person, another enterprise's order class and an employer on record are nobody's to relax.
#}
{% macro doctor_relaxations() -%}
    {{ return({
        'occupation_not_reached': ['neighbouring_occupation', none],
        'certificate_missing': ['certificate_not_demanded', none],
        'level_too_low': ['level_one_lower', 'level_not_demanded'],
        'not_available_yet': ['start_30_days_later', 'start_90_days_later'],
    }) }}
{%- endmacro %}


{# What makes two questions the same count of people, before the few whom an employer or an order class sets apart. #}
{% macro doctor_way() -%}
    {{ return(['area', 'set_seq', 'asked_age', 'asks_available', 'asks_order']) }}
{%- endmacro %}


{# The same with those few. #}
{% macro doctor_lookup() -%}
    {{ return(doctor_way() + ['least_rank', 'asked_day', 'employer_seq', 'asks_present', 'asks_disputed', 'asks_blocked']) }}
{%- endmacro %}


{# Columns of one relation, as a select or a group by lists them. #}
{% macro doctor_columns(relation, names) -%}
    {%- for name in names -%}
        {{ relation }}.{{ name }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}


{# Join condition: equal in all these columns. #}
{% macro doctor_same(left, right, names) -%}
    {%- for name in names -%}
        {{ left }}.{{ name }} = {{ right }}.{{ name }}{{ ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
