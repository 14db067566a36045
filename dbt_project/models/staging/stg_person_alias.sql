{#- Each round doubles the steps that are followed: five reach through a chain of 32 corrections of one person. -#}
{% set rounds = 5 %}

with decisions as (
    select * from {{ ref('stg_decision') }}
    where kind in ('person_alias', 'person_alias_undone')
),

ranked as (
    select
        *,
        row_number() over (partition by old_person_key order by decision_no desc) as nth
    from decisions
),

reach_0 as (
    select
        old_person_key,
        new_person_key as kept_person_key
    from ranked
    where nth = 1 and kind = 'person_alias'
)
{%- for round in range(1, rounds + 1) %},

reach_{{ round }} as (
    select
        nearer.old_person_key,
        coalesce(further.kept_person_key, nearer.kept_person_key) as kept_person_key
    from reach_{{ round - 1 }} as nearer
    left join reach_{{ round - 1 }} as further on nearer.kept_person_key = further.old_person_key
)
{%- endfor %}

select
    old_person_key,
    kept_person_key
from reach_{{ rounds }}
