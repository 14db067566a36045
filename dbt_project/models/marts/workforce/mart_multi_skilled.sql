with people as (
    select * from {{ ref('int_certified_person') }}
    where occupation_count >= 1
),

workers as (
    select * from {{ ref('int_worker') }}
),

spans as (
    {% for span in ['same_small_group', 'same_middle_group', 'same_major_group', 'different_major_group', '*'] -%}
    select '{{ span }}' as occupation_span
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

placed as (
    select
        people.person_key,
        people.occupation_span,
        people.occupation_count,
        coalesce(workers.region_code, 'unknown') as region_code
    from people
    left join workers on people.person_key = workers.person_key
),

counted as (
    select
        placed.region_code,
        spans.occupation_span,
        sum({{ flag("placed.occupation_span = spans.occupation_span or (spans.occupation_span = '*' and placed.occupation_count >= 2)") }}) as numerator,
        count(*) as denominator,
        max(placed.occupation_count) as most_occupations
    from placed
    cross join spans
    group by placed.region_code, spans.occupation_span
)

select
    {{ as_of() }} as as_of,
    region_code,
    occupation_span,
    cast(most_occupations as bigint) as most_occupations,
    cast(numerator as bigint) as people_count,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(0 as bigint) as unknown,
    {{ share('numerator', 'denominator') }} as value,
    'ok' as status
from counted
