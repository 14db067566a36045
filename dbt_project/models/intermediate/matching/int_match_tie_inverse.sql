{# The prime's exponent of Fermat's little theorem in binary digits: a to the power of P - 2 is the inverse of a. #}
{%- set digits = "{:b}".format((tie_modulus() | int) - 2) %}

with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

power_1 as (
    select
        vacancy_seq,
        tie_a,
        tie_a as power
    from vacancies
)
{%- for digit in digits[1:] %},

power_{{ loop.index + 1 }} as (
    select
        vacancy_seq,
        tie_a,
        {{ tie_times(tie_times('power', 'power'), 'tie_a') if digit == '1' else tie_times('power', 'power') }} as power
    from power_{{ loop.index }}
)
{%- endfor %}

select
    vacancy_seq,
    power as tie_a_inverse
from power_{{ digits | length }}
