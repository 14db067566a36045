with winners as (
    select * from {{ ref('int_match_winner') }}
),

vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

recommended as (
    select * from {{ ref('int_plan_recommended') }}
),

listed as (
    select
        vacancies.occupation_seq,
        winners.tie_no,
        winners.match_rank
    from winners
    inner join vacancies on winners.vacancy_id = vacancies.vacancy_id
)

-- The place r of a list is worth 1 / r of its first, in millionths.
{% for name, places in [('top_50', 50), ('top_10', 10)] -%}
select
    '{{ name }}' as list_kind,
    tie_no,
    occupation_seq,
    cast(count(*) as bigint) as listings,
    cast(sum({{ int_div('1000000', 'match_rank') }}) as bigint) as exposure
from listed
where match_rank <= {{ places }}
group by tie_no, occupation_seq
{{ "union all" if not loop.last }}
{% endfor -%}
union all
select
    'plan' as list_kind,
    recommended.tie_no,
    vacancies.occupation_seq,
    cast(1 as bigint) as listings,
    cast(1000000 as bigint) as exposure
from recommended
inner join vacancies on recommended.vacancy_seq = vacancies.vacancy_seq
