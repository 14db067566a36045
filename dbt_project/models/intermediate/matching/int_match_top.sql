{% if match_engine() == 'kernel' -%}
{{ config(materialized='view') }}

with top_keys as (
    select * from {{ ref('int_match_top_kernel') }}
)

select
    vacancy_seq,
    match_key
from top_keys
{%- else -%}
with {{ match_imports() }},

pairs as (
    select
        vacancies.vacancy_seq,
        {{ match_key() }} as match_key
    from vacancies
    {{ match_joins() }}
    where
        {{ match_filters().values() | join('\n        and ') }}
)

{{ top_k('pairs', 'vacancy_seq', 'match_key', 50) }}
{%- endif %}
