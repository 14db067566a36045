{% if var('match_engine') != 'sql' -%}
{{ exceptions.raise_compiler_error("match_engine '" ~ var('match_engine') ~ "' is not known; this build has 'sql'") }}
{%- endif %}

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
