-- What: models that only add columns to the rows of another have exactly as many rows.
-- Why: a second spell, intention, alias or destination of one person would else count the person twice, in the pool and
-- in every rate, and is_key alone does not see a row that a join lost.
-- How to resolve: the model named joins something that has several rows, or none, per key: aggregate or rank it before
-- the join, or make the join a left one.
{% set pairs = [
    ('int_pool_candidate', 'int_person_spell'),
    ('int_pool_person', 'int_pool_candidate'),
    ('mart_reserve_talent_pool', 'int_pool_person'),
    ('mart_vacancy', 'int_vacancy'),
    ('mart_suspicious_person_pair', 'int_suspicious_person_pair'),
] %}

with counted as (
    {% for model, source_model in pairs -%}
    select
        '{{ model }}' as model,
        '{{ source_model }}' as grain_source,
        (select count(*) from {{ ref(model) }}) as row_count,
        (select count(*) from {{ ref(source_model) }}) as expected_count
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    model,
    grain_source,
    row_count,
    expected_count
from counted
where row_count <> expected_count
