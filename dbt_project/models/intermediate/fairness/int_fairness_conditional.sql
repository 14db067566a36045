with strata as (
    select * from {{ ref('int_fairness_stratum') }}
),

references_chosen as (
    select * from {{ ref('int_fairness_reference') }}
),

of_reference as (
    select strata.*
    from strata
    inner join references_chosen
        on strata.list_kind = references_chosen.list_kind
        and strata.attribute = references_chosen.attribute
        and strata.group_code = references_chosen.group_code
),

-- Mantel and Haenszel: each occupation weighs by how many of both groups reach it; in thousandths of a person.
weighed as (
    select
        strata.list_kind,
        strata.attribute,
        strata.group_code,
        sum({{ int_div(
            '1000 * strata.selected_people * of_reference.reached_people',
            'strata.reached_people + of_reference.reached_people'
        ) }}) as selected_weight,
        sum({{ int_div(
            '1000 * of_reference.selected_people * strata.reached_people',
            'strata.reached_people + of_reference.reached_people'
        ) }}) as reference_weight
    from strata
    inner join of_reference
        on strata.list_kind = of_reference.list_kind
        and strata.attribute = of_reference.attribute
        and strata.occupation_seq = of_reference.occupation_seq
    group by strata.list_kind, strata.attribute, strata.group_code
)

select
    list_kind,
    attribute,
    group_code,
    {{ share('selected_weight', 'reference_weight') }} as conditional_ratio
from weighed
where reference_weight > 0
