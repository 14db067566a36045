with pairs as (
    {% for crosswalk, kind, codes, covering in crosswalks() -%}
    select
        '{{ crosswalk }}' as crosswalk,
        '{{ kind }}' as kind
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

codes as (
    select * from {{ ref('int_crosswalk_code') }}
),

counted as (
    select
        pairs.crosswalk,
        pairs.kind,
        count(codes.code) as denominator,
        coalesce(sum(case when codes.is_covered then 1 else 0 end), 0) as numerator,
        coalesce(sum(codes.occurrences), 0) as occurrences,
        coalesce(sum(case when codes.is_covered then codes.occurrences else 0 end), 0) as occurrences_covered
    from pairs
    left join codes
        on pairs.crosswalk = codes.crosswalk
        and pairs.kind = codes.kind
    group by pairs.crosswalk, pairs.kind
)

select
    crosswalk,
    kind,
    {{ as_of() }} as as_of,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(0 as bigint) as unknown,
    case when denominator > 0 then {{ share('numerator', 'denominator') }} end as value,
    case when denominator > 0 then 'ok' else 'not_available' end as status,
    cast(denominator - numerator as bigint) as gaps,
    cast(occurrences as bigint) as occurrences,
    cast(occurrences_covered as bigint) as occurrences_covered
from counted
