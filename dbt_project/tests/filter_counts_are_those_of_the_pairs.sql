-- What: for the first 50 vacancies, int_vacancy_candidate_filter counts what judging pair by pair gives.
-- Why: the model counts per occupation, day, level and employer and the engines judge pairs by match_filters(); if they
-- part, an enterprise is told a wrong reason why nobody fits.
-- How to resolve: after a change of match_filters() change `failing` in the model alike; its unit test shows which.
with {{ match_imports() }},

told as (
    select * from {{ ref('int_vacancy_candidate_filter') }}
),

pairs as (
    select
        {% for code, holds in match_filters().items() -%}
        {{ flag(holds) }} as {{ code }}_holds,
        {% endfor -%}
        vacancies.vacancy_id
    from vacancies
    {{ match_joins() }}
    where vacancies.vacancy_seq <= 50
),

judged as (
    {% for code in match_filters() -%}
    select
        vacancy_id,
        '{{ code }}' as filter_code,
        count(*) as reached_count,
        sum(1 - {{ code }}_holds) as failing_count
    from pairs
    group by vacancy_id
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    judged.vacancy_id,
    judged.filter_code,
    judged.reached_count,
    judged.failing_count,
    told.reached_count as told_reached_count,
    told.failing_count as told_failing_count
from judged
left join told
    on judged.vacancy_id = told.vacancy_id
    and judged.filter_code = told.filter_code
where
    told.vacancy_id is null
    or judged.reached_count <> told.reached_count
    or judged.failing_count <> told.failing_count
