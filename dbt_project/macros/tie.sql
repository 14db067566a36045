{# The largest prime below 2^32: tie numbers are residues of it. #}
{% macro tie_modulus() -%}
    4294967291
{%- endmacro %}


{#
    `sha256(a, b, ...) mod m` of design.md, computable everywhere: the texts joined with ':', UTF-8, sha256 as lower-case
    hex; the 15 hex digits from `start` (1 or 16) read as one integer of 60 bits; modulo m.
    Python: int(hashlib.sha256(":".join(texts).encode()).hexdigest()[:15], 16) % m
#}
{% macro hash_mod(texts, modulus, start=1) -%}
    mod({{ hex_to_int("substr(" ~ sha256_hex(texts | join(" || ':' || ")) ~ ", " ~ start ~ ", 15)") }}, {{ modulus }})
{%- endmacro %}


{#
    `v_` and 20 characters of RFC 4648 base32 in lower case: the first 100 bits of sha256(uscc ':' vacancy_no).
    Five hex digits are 20 bits are four characters.
#}
{% macro vacancy_id(uscc, vacancy_no) -%}
    {%- set digest = sha256_hex(uscc ~ " || ':' || " ~ vacancy_no) -%}
    'v_'
    {%- for chunk in range(5) -%}
        {%- set bits = hex_to_int("substr(" ~ digest ~ ", " ~ (1 + 5 * chunk) ~ ", 5)") -%}
        {%- for divisor in [32768, 1024, 32, 1] %}
    || substr('abcdefghijklmnopqrstuvwxyz234567', cast(1 + mod({{ int_div(bits, divisor) }}, 32) as integer), 1)
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}


{# The place of a person among equals of one vacancy; each vacancy has its own order. Never overflows 63 bits. #}
{% macro tie(vacancy, person) -%}
    mod({{ vacancy }}.tie_a * {{ person }}.tie_no + {{ vacancy }}.tie_b, {{ tie_modulus() }})
{%- endmacro %}


{# Product modulo the prime of two residues. In halves of sixteen bits, so that nothing overflows 63 bits anywhere. #}
{% macro tie_times(a, b) -%}
    mod(mod(({{ a }}) * {{ int_div(b, 65536) }}, {{ tie_modulus() }}) * 65536 + ({{ a }}) * mod({{ b }}, 65536), {{ tie_modulus() }})
{%- endmacro %}


{# The person whom a tie of a vacancy names: `tie` solved for the tie number. #}
{% macro tie_no_of(tie, vacancy, inverse) -%}
    {{ tie_times("mod(" ~ tie ~ " - " ~ vacancy ~ ".tie_b + " ~ tie_modulus() ~ ", " ~ tie_modulus() ~ ")", inverse ~ ".tie_a_inverse") }}
{%- endmacro %}
