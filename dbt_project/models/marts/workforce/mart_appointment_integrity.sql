with appointments as (
    select * from {{ ref('int_appointment') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

counted as (
    select
        uscc,
        coalesce(region_code, 'unknown') as region_code,
        occupation_code,
        appointed_year,
        count(*) as appointments,
        sum({{ flag('is_level_post') }}) as level_appointments,
        sum({{ flag('has_valid_certificate') }}) as with_certificate,
        sum({{ flag('is_level_post and has_valid_certificate is null') }}) as certificate_unknown,
        sum({{ flag('has_published_notice') }}) as with_notice,
        sum({{ flag('is_integral') }}) as integral,
        sum({{ flag('is_level_post and is_integral is null') }}) as integral_unknown,
        sum({{ flag('is_above_certificate and has_document') }}) as above_certificate_with_document,
        sum({{ flag('is_above_certificate and not has_document') }}) as above_certificate_without_document,
        sum({{ flag('is_direct_without_notice') }}) as direct_without_notice,
        {% for reason in ['term_ended', 'moved', 'resigned', 'retired', 'unfit', 'discipline', 'certificate_revoked', 'other', 'unknown'] -%}
        sum({{ flag("dismissal_reason = '" ~ reason ~ "'") }}) as dismissed_{{ reason }},
        {% endfor -%}
        sum({{ flag('dismissed_date is not null') }}) as dismissed
    from appointments
    group by uscc, region_code, occupation_code, appointed_year
),

judged as (
    select
        counted.*,
        case
            when counted.level_appointments = 0 then 'not_available'
            when counted.integral_unknown > thresholds.max_unknown_share * counted.level_appointments then 'too_uncertain'
            when counted.appointed_year >= extract(year from {{ as_of_date() }}) then 'provisional'
            else 'ok'
        end as status
    from counted
    cross join thresholds
)

select
    {{ as_of() }} as as_of,
    uscc,
    region_code,
    occupation_code,
    appointed_year,
    cast(appointments as bigint) as appointments,
    cast(level_appointments as bigint) as level_appointments,
    cast(with_certificate as bigint) as with_certificate,
    cast(certificate_unknown as bigint) as certificate_unknown,
    cast(with_notice as bigint) as with_notice,
    cast(above_certificate_with_document as bigint) as above_certificate_with_document,
    cast(above_certificate_without_document as bigint) as above_certificate_without_document,
    cast(direct_without_notice as bigint) as direct_without_notice,
    cast(dismissed as bigint) as dismissed,
    {% for reason in ['term_ended', 'moved', 'resigned', 'retired', 'unfit', 'discipline', 'certificate_revoked', 'other', 'unknown'] -%}
    cast(dismissed_{{ reason }} as bigint) as dismissed_{{ reason }},
    {% endfor -%}
    cast(integral as bigint) as numerator,
    cast(level_appointments as bigint) as denominator,
    cast(integral_unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('integral', 'level_appointments') }} end as value,
    status
from judged
