with applications as (
    select * from {{ ref('int_appraisal') }}
),

spread as (
    {% for dimension in ['employment_form', 'education', 'service_band'] -%}
    select
        year,
        '{{ dimension }}' as dimension,
        {{ dimension }} as dimension_value,
        result,
        refusal_ground,
        is_barred_refusal
    from applications
    union all
    {% endfor -%}
    select
        year,
        'all' as dimension,
        '*' as dimension_value,
        result,
        refusal_ground,
        is_barred_refusal
    from applications
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

counted as (
    select
        year,
        dimension,
        dimension_value,
        count(*) as applied,
        sum({{ flag("result in ('pass', 'fail', 'absent')") }}) as admitted,
        sum({{ flag('result is null') }}) as unknown,
        {% for ground in ['quota', 'seniority', 'identity', 'qualification', 'other', 'unknown'] -%}
        sum({{ flag("refusal_ground = '" ~ ground ~ "'") }}) as refused_{{ ground }},
        {% endfor -%}
        sum({{ flag("result = 'refused'") }}) as refused,
        sum({{ flag('is_barred_refusal') }}) as refused_barred,
        sum({{ flag("result = 'pass'") }}) as passed
    from spread
    group by year, dimension, dimension_value
),

judged as (
    select
        counted.*,
        case
            when counted.unknown > thresholds.max_unknown_share * counted.applied then 'too_uncertain'
            when counted.year >= extract(year from {{ as_of_date() }}) then 'provisional'
            else 'ok'
        end as status
    from counted
    cross join thresholds
)

select
    {{ as_of() }} as as_of,
    year,
    dimension,
    dimension_value,
    {% for column in ['applied', 'admitted', 'passed', 'refused', 'refused_quota', 'refused_seniority', 'refused_identity', 'refused_qualification', 'refused_other', 'refused_unknown', 'refused_barred'] -%}
    cast({{ column }} as bigint) as {{ column }},
    {% endfor -%}
    refused_barred > 0 as has_barred_refusal,
    cast(admitted as bigint) as numerator,
    cast(applied as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('admitted', 'applied') }} end as value,
    status
from judged
