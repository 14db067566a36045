with breaches as (
    select * from {{ ref('int_compliance_breach') }}
),

rule_counts as (
    select
        organisation_code,
        rule,
        period,
        count(*) as breach_count
    from breaches
    group by organisation_code, rule, period
)

select
    breaches.breach_key,
    breaches.feed,
    breaches.rule,
    breaches.severity,
    breaches.measured,
    breaches.attached_to,
    breaches.organisation_code,
    breaches.college_code as institution_code,
    breaches.enterprise_code as enterprise_uscc,
    breaches.sender,
    breaches.period,
    breaches.received_on,
    breaches.is_current,
    rule_counts.breach_count as breaches_of_rule_in_period,
    {{ as_of() }} as as_of
from breaches
inner join rule_counts
    on breaches.organisation_code = rule_counts.organisation_code
    and breaches.rule = rule_counts.rule
    and breaches.period = rule_counts.period
