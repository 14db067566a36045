with cases as (
    select * from {{ ref('int_internship_case') }}
    where
        coalesce(status, 'active') <> 'terminated'
        and end_date >= {{ as_of_date() }}
        and start_date <= {{ add_days(as_of_date(), 30) }}
),

breaches as (
    select * from {{ ref('int_internship_breach') }}
),

texts as (
    select * from {{ ref('stg_code_internship_rules') }}
),

checks as (
    select
        rule_code,
        max(rule_id) as rule_id,
        max(due) as due
    from texts
    group by rule_code
),

named as (
    select
        breaches.*,
        checks.rule_id,
        case
            when checks.due = 'before_start' and breaches.start_date > breaches.first_seen
                then {{ add_days('breaches.start_date', -1) }}
            when checks.due = 'at_end' and breaches.end_date > breaches.first_seen then breaches.end_date
        end as mend_by
    from breaches
    left join checks on breaches.rule = checks.rule_code
),

broken as (
    select
        internship_id,
        {% for name, rule in {
            'agreement_missing': 'I01',
            'insurance_gap': 'I16',
            'cross_province_unfiled': 'I18',
            'night_or_overtime': 'I09',
            'pay_below_floor': 'I10',
            'fees_taken': 'I12',
            'via_agency': 'I07',
        }.items() -%}
        cast(max(case when rule_id = '{{ rule }}' then 1 else 0 end) as bigint) as {{ name }},
        {% endfor -%}
        max(case when severity = 'error' then 1 else 0 end) as has_error,
        count(*) as breach_count,
        sum(case when severity = 'error' then 1 else 0 end) as error_count,
        min(first_seen) as first_seen,
        min(mend_by) as mend_by
    from named
    group by internship_id
)

select
    cases.internship_id,
    cases.institution_code,
    cases.student_no,
    cases.host_uscc,
    coalesce(cases.occupation_code, 'unknown') as occupation_code,
    cases.start_date <= {{ as_of_date() }} as is_now,
    cases.start_date > {{ as_of_date() }} as is_next,
    cases.has_enrolment,
    cast({{ flag('cases.start_date < cases.adult_on') }} as bigint) as under_18,
    coalesce(broken.agreement_missing, 0) as agreement_missing,
    coalesce(broken.insurance_gap, 0) as insurance_gap,
    coalesce(broken.cross_province_unfiled, 0) as cross_province_unfiled,
    coalesce(broken.night_or_overtime, 0) as night_or_overtime,
    coalesce(broken.pay_below_floor, 0) as pay_below_floor,
    coalesce(broken.fees_taken, 0) as fees_taken,
    coalesce(broken.via_agency, 0) as via_agency,
    coalesce(broken.has_error, 0) as has_error,
    coalesce(broken.breach_count, 0) as breach_count,
    cast(coalesce(broken.error_count, 0) as bigint) as error_count,
    broken.first_seen,
    broken.mend_by
from cases
left join broken on cases.internship_id = broken.internship_id
