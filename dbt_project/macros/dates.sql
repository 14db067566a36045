{# The day `months` months later; a negative number goes back. #}
{% macro add_months(day, months) -%}
    cast({{ dbt.dateadd('month', months, day) }} as date)
{%- endmacro %}


{# The day `days` days later. #}
{% macro add_days(day, days) -%}
    cast({{ dbt.dateadd('day', days, day) }} as date)
{%- endmacro %}


{# The first day of the month. #}
{% macro month_start(day) -%}
    {{ add_days(day, "1 - cast(extract(day from " ~ day ~ ") as integer)") }}
{%- endmacro %}


{# Days since 1970-01-01. #}
{% macro epoch_day(day) -%}
    cast({{ dbt.datediff("cast('1970-01-01' as date)", day, 'day') }} as bigint)
{%- endmacro %}


{# The n-th birthday. Engines move a birth on 29 Feb to 28 Feb in common years; the age is reached on 1 Mar. #}
{% macro birthday(birth_date, years) -%}
    case
        when extract(month from {{ birth_date }}) = 2 and extract(day from {{ birth_date }}) = 29
            and extract(day from {{ add_months(birth_date, years * 12) }}) = 28
            then {{ add_days(add_months(birth_date, years * 12), 1) }}
        else {{ add_months(birth_date, years * 12) }}
    end
{%- endmacro %}


{# Full months from the first to the last day, both counted; never below 0. #}
{% macro full_months(first_day, last_day) -%}
    {%- set after = add_days(last_day, 1) -%}
    cast(greatest(
        0,
        12 * (extract(year from {{ after }}) - extract(year from {{ first_day }}))
        + extract(month from {{ after }}) - extract(month from {{ first_day }})
        - case when extract(day from {{ after }}) < extract(day from {{ first_day }}) then 1 else 0 end
    ) as bigint)
{%- endmacro %}
