-- Nobody records introductions and their outcomes yet, so there is no fact; their export takes the place of this select.
select
    cast(null as {{ dbt.type_string() }}) as cohort,
    cast(null as date) as cutoff_date,
    cast(null as {{ dbt.type_string() }}) as gender,
    cast(null as {{ dbt.type_string() }}) as region_code,
    cast(null as {{ dbt.type_string() }}) as tier,
    false as is_mature,
    false as is_open,
    cast(null as bigint) as match_acceptance_rate_numerator,
    cast(null as bigint) as match_acceptance_rate_denominator,
    cast(null as bigint) as match_acceptance_rate_unknown
from {{ ref('int_run') }}
where false
