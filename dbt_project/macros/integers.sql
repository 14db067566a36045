{# Whole part of a / b for a >= 0 and b > 0. `/` would go through floating point. #}
{% macro int_div(a, b) -%}
    {{ return(adapter.dispatch('int_div', 'talent_reserve')(a, b)) }}
{%- endmacro %}

{% macro duckdb__int_div(a, b) -%}
    (({{ a }}) // ({{ b }}))
{%- endmacro %}

{% macro default__int_div(a, b) -%}
    (({{ a }}) div ({{ b }}))
{%- endmacro %}


{# numerator / denominator as DECIMAL(18,6), rounded half up: one division of integers at the end, no floating point. #}
{% macro share(numerator, denominator) -%}
    cast(
        {{ int_div(
            "cast(" ~ numerator ~ " as bigint) * 2000000 + cast(" ~ denominator ~ " as bigint)",
            "2 * cast(" ~ denominator ~ " as bigint)"
        ) }} * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)
    )
{%- endmacro %}


{# sha256 of a text as 64 lower-case hex digits. #}
{% macro sha256_hex(text) -%}
    {{ return(adapter.dispatch('sha256_hex', 'talent_reserve')(text)) }}
{%- endmacro %}

{% macro duckdb__sha256_hex(text) -%}
    sha256({{ text }})
{%- endmacro %}

{% macro default__sha256_hex(text) -%}
    sha2({{ text }}, 256)
{%- endmacro %}


{# A text of at most 15 hex digits as a BIGINT (60 bits: never negative). #}
{% macro hex_to_int(hex) -%}
    {{ return(adapter.dispatch('hex_to_int', 'talent_reserve')(hex)) }}
{%- endmacro %}

{% macro duckdb__hex_to_int(hex) -%}
    cast('0x' || {{ hex }} as bigint)
{%- endmacro %}

{% macro default__hex_to_int(hex) -%}
    cast(conv({{ hex }}, 16, 10) as bigint)
{%- endmacro %}
