{# The model has exactly the rows of its grain source: no join lost or multiplied one. `condition` names the rows meant. #}
{% test keeps_rows(model, of, condition="true", times=1) %}

with kept as (
    select count(*) as row_count from {{ model }}
),

expected as (
    select count(*) * {{ times }} as row_count
    from {{ of }}
    where {{ condition }}
)

select
    kept.row_count as rows_kept,
    expected.row_count as rows_expected
from kept
cross join expected
where kept.row_count <> expected.row_count

{% endtest %}
