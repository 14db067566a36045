{# Version of how the recommended plan is made: orders of both sides, seats and quotas. A change of one raises it. #}
{% macro plan_version() -%}
    1
{%- endmacro %}


{#
    Whole yuan a month of a sum per `period`, null when the period is not known. A month has the days that wages are
    paid for, a day eight hours.
#}
{% macro pay_per_month(amount, period, days) -%}
    cast(floor(
        case {{ period }}
            when 'month' then {{ amount }}
            when 'year' then {{ int_div(amount, 12) }}
            when 'day' then {{ amount }} * {{ days }}
            when 'hour' then {{ amount }} * 8 * {{ days }}
        end
    ) as bigint)
{%- endmacro %}


{#
    How a person orders a pair, as one number, higher is better: first what lies within the wishes (a place near a
    wished one, or no wish), then a wished occupation, then the nearer place, then pay that is surely, perhaps (unknown
    or reached by the upper end alone) at the floor, then the score. The tie of the pair and the vacancy decide last.
#}
{% macro wish_rank(is_within, is_wished_occupation, distance_points, pay_class, score) -%}
    (((({{ flag(is_within) }} * 2 + {{ flag(is_wished_occupation) }})
    * 16384 + {{ distance_points }}) * 4 + {{ pay_class }}) * 1048576 + {{ score }})
{%- endmacro %}
