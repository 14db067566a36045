with graduates as (
    select * from {{ ref('int_metric_graduate_at_cutoff') }}
)

select
    graduate_key,
    cohort,
    cutoff_date,
    institution_code,
    major_class,
    tier,
    region_code,
    gender,
    cutoff_date <= {{ as_of_date() }} as is_mature,
    false as is_open,
    {% for metric, part in destination_parts().items() -%}
    {{ flag("destination_part = '" ~ part ~ "'") }} as {{ metric }}_numerator,
    1 as {{ metric }}_denominator,
    {{ flag("destination_part in ('disputed', 'no_record')") if part not in ['disputed', 'no_record'] else 0 }} as {{ metric }}_unknown,
    {% endfor -%}
    {{ flag("is_settled") }} as destination_rate_numerator,
    1 as destination_rate_denominator,
    {{ flag("destination_part in ('disputed', 'no_record')") }} as destination_rate_unknown,
    {{ flag("is_settled_as_reported") }} as destination_rate_reported_numerator,
    1 as destination_rate_reported_denominator,
    {{ flag("destination_part = 'no_record'") }} as destination_rate_reported_unknown,
    {{ flag("is_verified_settled") }} as verified_destination_rate_numerator,
    1 as verified_destination_rate_denominator,
    {{ flag("destination_part in ('disputed', 'no_record')") }} as verified_destination_rate_unknown
from graduates
