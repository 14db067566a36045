with cases as (
    select * from {{ ref('int_internship_case') }}
),

barred_work as (
    select * from {{ ref('int_internship_barred_work') }}
),

barred_hosts as (
    select * from {{ ref('int_internship_barred_host') }}
),

off_major as (
    select * from {{ ref('int_internship_off_major') }}
),

rules as (
    select * from {{ ref('stg_code_internship_rules') }}
    where implemented_by = 'model'
),

-- What is not known, a birth date or a spell, breaks no rule here.
found as (
    select
        internship_id,
        'INT-M02' as rule,
        cast(null as {{ dbt.type_string() }}) as severity,
        'guardian_consent' as measured,
        cast(adult_age as {{ dbt.type_string() }}) as limit_value
    from cases
    where start_date < adult_on and not coalesce(guardian_consent, false)
    union all
    select
        internship_id,
        'INT-M03' as rule,
        null as severity,
        'first_year' as measured,
        null as limit_value
    from cases
    where start_date < second_year_from and coalesce(learner_kind, 'full_time') = 'full_time'
    union all
    select
        internship_id,
        'INT-M04' as rule,
        null as severity,
        'age_at_start' as measured,
        cast(minimum_age as {{ dbt.type_string() }}) as limit_value
    from cases
    where start_date < old_enough_on
    union all
    select
        internship_id,
        'INT-M05' as rule,
        null as severity,
        kind as measured,
        null as limit_value
    from barred_work
    union all
    select
        internship_id,
        case when rule_id = 'I06' then 'INT-M06' else 'INT-M07' end as rule,
        severity,
        measured,
        null as limit_value
    from barred_hosts
    union all
    select
        internship_id,
        'INT-M14' as rule,
        null as severity,
        'occupation_code' as measured,
        cast(major_category as {{ dbt.type_string() }}) as limit_value
    from off_major
    union all
    select
        internship_id,
        'INT-M18' as rule,
        null as severity,
        host_province as measured,
        college_province_by_register as limit_value
    from cases
    where host_province <> college_province_by_register and cross_province_filing_no is null
)

-- An internship is judged by the text in force on its first day.
select
    found.internship_id,
    found.rule,
    coalesce(found.severity, rules.severity) as severity,
    found.measured,
    found.limit_value,
    cases.received_on as first_seen
from found
inner join cases on found.internship_id = cases.internship_id
inner join rules
    on found.rule = rules.rule_code
    and {{ holds_on('rules', 'cases.start_date') }}
