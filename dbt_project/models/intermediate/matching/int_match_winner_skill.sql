{{ config(materialized='view') }}
{%- set places = range(1, 9) -%}
{%- set answers = ['covered', 'assumed', 'missing'] -%}
{%- set carried = [
    'vacancy_id', 'person_key', 'match_rank', 'score', 'score_above', 'score_below', 'tie', 'skills_points',
    'affinity_points', 'level_points', 'internship_points', 'awards_points', 'distance_points', 'min_level', 'reach',
    'known_inputs'
] %}

with winners as (
    select * from {{ ref('int_match_winner') }}
),

required_skills as (
    select * from {{ ref('int_vacancy_skill') }}
),

names as (
    select * from {{ ref('stg_code_skills') }}
),

placed as (
    select
        required_skills.vacancy_id,
        required_skills.skill_code,
        case required_skills.nth{% for nth in places %} when {{ nth }} then {{ 2 ** (nth - 1) }}{% endfor %} end as slot_bit,
        ', ' || coalesce(names.name_en, names.name_zh, required_skills.skill_code) as name_en,
        '、' || coalesce(names.name_zh, names.name_en, required_skills.skill_code) as name_zh,
        row_number() over (partition by required_skills.vacancy_id order by required_skills.skill_code) as place
    from required_skills
    left join names on required_skills.skill_code = names.code
),

-- In order of code. The bit of a skill among the answers of a winner is its slot, by weight.
asked as (
    select
        vacancy_id,
        {% for place in places -%}
        max(case when place = {{ place }} then skill_code end) as skill_{{ place }},
        max(case when place = {{ place }} then name_en end) as en_{{ place }},
        max(case when place = {{ place }} then name_zh end) as zh_{{ place }},
        max(case when place = {{ place }} then slot_bit end) as bit_{{ place }},
        {% endfor -%}
        count(*) as asked_count
    from placed
    group by vacancy_id
),

answered as (
    select
        {% for place in places -%}
        asked.skill_{{ place }},
        asked.en_{{ place }},
        asked.zh_{{ place }},
        case
            when asked.bit_{{ place }} is null then 'none'
            when mod({{ int_div('winners.covered_slots', 'asked.bit_' ~ place) }}, 2) = 1 then 'covered'
            when mod({{ int_div('winners.assumed_slots', 'asked.bit_' ~ place) }}, 2) = 1 then 'assumed'
            else 'missing'
        end as answer_{{ place }},
        {% endfor -%}
        {% for column in carried -%}
        winners.{{ column }},
        {% endfor -%}
        asked.asked_count
    from winners
    left join asked on winners.vacancy_id = asked.vacancy_id
)

select
    {% for column in carried -%}
    {{ column }},
    {% endfor -%}
    {% for answer in answers -%}
    {{ list_of_known(answered_with(answer, 'skill_')) }} as skills_{{ answer }},
    substr({{ joined_known(answered_with(answer, 'en_')) }}, 3) as {{ answer }}_en,
    substr({{ joined_known(answered_with(answer, 'zh_')) }}, 2) as {{ answer }}_zh,
    {% endfor -%}
    asked_count is null as is_without_skills
from answered
