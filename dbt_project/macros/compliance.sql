{# The civil day of a moment given in UTC. #}
{% macro civil_date(moment) -%}
    cast({{ dbt.dateadd('hour', var('civil_zone_offset_hours'), moment) }} as date)
{%- endmacro %}


{# The birthday on which a person reaches `years`, a column; as `birthday`, which takes a number. #}
{% macro birthday_in_years(birth_date, years) -%}
    {%- set reached = add_months(birth_date, '12 * ' ~ years) -%}
    case
        when extract(month from {{ birth_date }}) = 2 and extract(day from {{ birth_date }}) = 29
            and extract(day from {{ reached }}) = 28
            then {{ add_days(reached, 1) }}
        else {{ reached }}
    end
{%- endmacro %}


{# A row of reference data holds on the day; an empty bound is open. #}
{% macro holds_on(table, day) -%}
    ({{ table }}.valid_from is null or {{ table }}.valid_from <= {{ day }})
    and ({{ table }}.valid_to is null or {{ table }}.valid_to >= {{ day }})
{%- endmacro %}


{# What a share of `numerator` in `denominator` is worth when `unknown` of the denominator are not known. #}
{% macro share_status(numerator, denominator, unknown, max_unknown_share) -%}
    case
        when {{ denominator }} is null or {{ denominator }} = 0 or {{ numerator }} is null then 'not_available'
        when {{ unknown }} > {{ max_unknown_share }} * {{ denominator }} then 'too_uncertain'
        else 'ok'
    end
{%- endmacro %}


{#
    Every feed but internship: the columns that name the college, the enterprise or another body a breach belongs to,
    `none` where the feed has none, and whether its rows say if they are current (snapshot feeds do).
#}
{% macro compliance_feeds() -%}
    {{ return({
        'appointment': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': false},
        'award': {'college': 'institution_code', 'enterprise': 'employer_uscc', 'body': none, 'is_snapshot': false},
        'certificate': {'college': none, 'enterprise': none, 'body': 'body_code', 'is_snapshot': false},
        'college': {'college': 'institution_code', 'enterprise': none, 'body': none, 'is_snapshot': true},
        'destination': {'college': 'institution_code', 'enterprise': 'employer_uscc', 'body': none, 'is_snapshot': false},
        'enrolment': {'college': 'institution_code', 'enterprise': none, 'body': none, 'is_snapshot': true},
        'enterprise': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': true},
        'inspection': {'college': none, 'enterprise': none, 'body': 'owner_body', 'is_snapshot': false},
        'job_intention': {'college': 'institution_code', 'enterprise': none, 'body': none, 'is_snapshot': true},
        'mentorship': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': false},
        'partnership': {'college': 'institution_code', 'enterprise': 'uscc', 'body': none, 'is_snapshot': true},
        'subsidy': {'college': none, 'enterprise': none, 'body': none, 'is_snapshot': false},
        'training_base': {'college': 'institution_code', 'enterprise': 'uscc', 'body': none, 'is_snapshot': true},
        'training_fund': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': false},
        'training_plan': {'college': 'institution_code', 'enterprise': 'uscc', 'body': none, 'is_snapshot': false},
        'training_record': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': false},
        'training_session': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': false},
        'vacancy': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': true},
        'workforce': {'college': none, 'enterprise': 'uscc', 'body': none, 'is_snapshot': true},
    }) }}
{%- endmacro %}
