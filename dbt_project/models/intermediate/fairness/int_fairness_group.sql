with members as (
    select * from {{ ref('int_match_tie') }}
),

spells as (
    select * from {{ ref('int_person_spell') }}
),

enrolments as (
    select * from {{ ref('stg_enrolment') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

traits as (
    select
        {{ surrogate_key(['institution_code', 'student_no', 'programme_start']) }} as spell_key,
        gender,
        home_region
    from enrolments
),

-- The first two digits of a region code name its province, the first four its city.
people as (
    select
        members.tie_no,
        coalesce(traits.gender, 'unknown') as gender,
        case
            when traits.home_region is null then 'unknown'
            when substr(traits.home_region, 1, 4) = substr(thresholds.home_city, 1, 4) then 'home_city'
            when substr(traits.home_region, 1, 2) = substr(thresholds.home_city, 1, 2) then 'home_province'
            else 'elsewhere'
        end as home_region,
        coalesce(spells.tier, 'unknown') as tier,
        spells.institution_code as college
    from members
    cross join thresholds
    inner join spells on members.person_key = spells.person_key
    left join traits on spells.spell_key = traits.spell_key
)

{% for attribute in fairness_attributes() -%}
select
    tie_no,
    '{{ attribute }}' as attribute,
    {{ attribute }} as group_code
from people
union all
{% endfor -%}
select
    tie_no,
    'all' as attribute,
    '*' as group_code
from people
