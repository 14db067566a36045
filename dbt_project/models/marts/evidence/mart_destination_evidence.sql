{% set parts = destination_parts().values() %}
{% set grades = ['contract', 'social_insurance', 'employer_confirmed', 'self_claim', 'none'] %}
{% set grade_columns = {
    'contract': 'evidence_contract', 'social_insurance': 'evidence_insurance', 'employer_confirmed': 'evidence_employer',
    'self_claim': 'evidence_self', 'none': 'evidence_none',
} %}

with graduates as (
    select * from {{ ref('int_destination_evidence') }}
),

destinations as (
    select * from {{ ref('int_destination') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

sent as (
    select count(*) as destination_count from destinations
),

-- Each graduate once in the city, once in the college, once in the college's tier and major class.
levels as (
    select 'city' as level
    union all
    select 'college' as level
    union all
    select 'major_class' as level
),

spread as (
    select
        graduates.cohort,
        graduates.cutoff_date,
        case when levels.level = 'city' then '*' else graduates.institution_code end as institution_code,
        case when levels.level = 'major_class' then graduates.tier else '*' end as tier,
        case when levels.level = 'major_class' then graduates.major_class else '*' end as major_class,
        graduates.destination_part,
        graduates.is_settled_as_reported,
        graduates.is_settled,
        graduates.is_verified_settled,
        graduates.evidence_grade
    from graduates
    cross join levels
),

cells as (
    select
        cohort,
        cutoff_date,
        institution_code,
        tier,
        major_class,
        {% for part in parts -%}
        sum({{ flag("destination_part = '" ~ part ~ "'") }}) as {{ part }},
        {% endfor -%}
        sum({{ flag("is_settled_as_reported") }}) as settled_as_reported,
        sum({{ flag("is_settled") }}) as settled,
        sum({{ flag("is_verified_settled") }}) as settled_verified,
        {% for grade in grades -%}
        sum({{ flag("evidence_grade = '" ~ grade ~ "'") }}) as {{ grade_columns[grade] }},
        {% endfor -%}
        count(*) as graduates
    from spread
    group by cohort, cutoff_date, institution_code, tier, major_class
),

judged as (
    select
        cells.*,
        cells.disputed + cells.no_record as unknown_count,
        case
            when cells.cutoff_date > {{ as_of_date() }} then 'not_mature'
            when sent.destination_count = 0 then 'not_available'
            when cells.disputed + cells.no_record > thresholds.max_unknown_share * cells.graduates then 'too_uncertain'
            else 'ok'
        end as status
    from cells
    cross join thresholds
    cross join sent
)

select
    cohort,
    cutoff_date,
    institution_code,
    tier,
    major_class,
    {{ as_of() }} as as_of,
    cast(graduates as bigint) as graduates,
    {% for part in parts -%}
    cast({{ part }} as bigint) as {{ part }},
    {% endfor -%}
    case when status = 'ok' then {{ share('settled_as_reported', 'graduates') }} end as rate_reported,
    case when status = 'ok' then {{ share('settled', 'graduates') }} end as rate_undisputed,
    case when status = 'ok' then {{ share('settled_verified', 'graduates') }} end as rate_verified,
    {% for grade in grades -%}
    cast({{ grade_columns[grade] }} as bigint) as {{ grade_columns[grade] }},
    {% endfor -%}
    cast(settled as bigint) as numerator,
    cast(graduates as bigint) as denominator,
    cast(unknown_count as bigint) as unknown,
    case when status = 'ok' then {{ share('settled', 'graduates') }} end as value,
    status
from judged
