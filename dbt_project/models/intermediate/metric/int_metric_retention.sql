with months as (
    select * from {{ ref('int_metric_graduate_month') }}
    where in_denominator
),

at_six as (
    select * from months
    where months_after = 6
),

at_twelve as (
    select * from months
    where months_after = 12
),

compared as (
    select
        at_twelve.*,
        at_six.is_known as is_known_at_six,
        at_six.is_employed as is_employed_at_six,
        at_six.employer_uscc = at_twelve.employer_uscc as is_same_employer,
        cast(cast(at_twelve.cohort as integer) + 1 as {{ dbt.type_string() }}) as next_year
    from at_twelve
    inner join at_six on at_twelve.graduate_key = at_six.graduate_key
),

-- Who is known not to work at the second date has left, whoever employed them before.
judged as (
    select
        *,
        is_employed and coalesce(is_same_employer, false) as is_kept,
        not is_known or (is_employed and is_same_employer is null) as is_unknown
    from compared
)

select
    graduate_key,
    cohort,
    cast(next_year || '-12-31' as date) as cutoff_date,
    institution_code,
    major_class,
    tier,
    region_code,
    gender,
    is_over as is_mature,
    not is_over as is_open,
    {{ flag("is_over and is_employed_at_six and is_kept") }} as same_employer_retention_numerator,
    {{ flag("is_over and is_employed_at_six") }} as same_employer_retention_denominator,
    {{ flag("is_over and is_employed_at_six and is_unknown") }} as same_employer_retention_unknown,
    {{ flag("is_over and not is_known_at_six") }} as same_employer_retention_left_out
from judged
