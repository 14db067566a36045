with breaches as (
    select * from {{ ref('int_internship_breach') }}
),

internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

placements as (
    select
        institution_code,
        host_uscc,
        count(*) as internship_count
    from internships
    group by institution_code, host_uscc
),

rule_counts as (
    select
        institution_code,
        host_uscc,
        rule,
        count(*) as breach_count
    from breaches
    group by institution_code, host_uscc, rule
)

select
    breaches.breach_key,
    breaches.rule,
    breaches.severity,
    breaches.institution_code,
    breaches.host_uscc,
    breaches.internship_type,
    breaches.occupation_code,
    substr(cast(breaches.start_date as {{ dbt.type_string() }}), 1, 7) as start_month,
    rule_counts.breach_count as breaches_of_rule_at_host,
    coalesce(placements.internship_count, 0) as post_internships_at_host
from breaches
inner join rule_counts
    on breaches.institution_code = rule_counts.institution_code
    and breaches.host_uscc = rule_counts.host_uscc
    and breaches.rule = rule_counts.rule
left join placements
    on breaches.institution_code = placements.institution_code
    and breaches.host_uscc = placements.host_uscc
