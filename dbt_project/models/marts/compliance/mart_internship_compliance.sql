with breaches as (
    select * from {{ ref('int_internship_breach') }}
),

peaks as (
    select * from {{ ref('int_internship_peak') }}
    where is_breach
),

internships as (
    select * from {{ ref('stg_internship') }}
    where internship_type = 'post'
),

texts as (
    select * from {{ ref('stg_code_internship_rules') }}
),

-- Whichever text a check goes by, it serves one rule and is due at one time.
checks as (
    select
        rule_code,
        max(rule_id) as rule_id,
        max(severity) as severity,
        max(attached_to) as attached_to,
        max(due) as due
    from texts
    group by rule_code
),

-- A share of interns is the host's, made by all its colleges together: it has no college and no internship.
all_breaches as (
    select
        breach_key,
        rule,
        severity,
        institution_code,
        host_uscc,
        internship_type,
        occupation_code,
        start_date,
        end_date,
        measured,
        limit_value,
        first_seen
    from breaches
    union all
    select
        {{ surrogate_key(['host_uscc', 'occupation_code', 'year', 'rule']) }} as breach_key,
        rule,
        cast(null as {{ dbt.type_string() }}) as severity,
        null as institution_code,
        host_uscc,
        'post' as internship_type,
        case when occupation_code <> '*' then occupation_code end as occupation_code,
        peak_on as start_date,
        cast(null as date) as end_date,
        cast(peak_share as {{ dbt.type_string() }}) as measured,
        cast(limit_share as {{ dbt.type_string() }}) as limit_value,
        cast(null as date) as first_seen
    from peaks
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
        coalesce(institution_code, '*') as institution_code,
        host_uscc,
        rule,
        count(*) as breach_count
    from all_breaches
    group by coalesce(institution_code, '*'), host_uscc, rule
)

select
    all_breaches.breach_key,
    checks.rule_id,
    all_breaches.rule,
    coalesce(all_breaches.severity, checks.severity) as severity,
    texts.legal_source as legal_basis,
    checks.attached_to,
    all_breaches.institution_code,
    all_breaches.host_uscc,
    all_breaches.internship_type,
    all_breaches.occupation_code,
    substr(cast(all_breaches.start_date as {{ dbt.type_string() }}), 1, 7) as start_month,
    all_breaches.measured,
    all_breaches.limit_value,
    all_breaches.first_seen,
    case
        when checks.due = 'before_start' and all_breaches.start_date > all_breaches.first_seen
            then {{ add_days('all_breaches.start_date', -1) }}
        when checks.due = 'at_end' and all_breaches.end_date > all_breaches.first_seen then all_breaches.end_date
    end as mend_by,
    rule_counts.breach_count as breaches_of_rule_at_host,
    coalesce(placements.internship_count, 0) as post_internships_at_host,
    {{ as_of() }} as as_of
from all_breaches
inner join rule_counts
    on coalesce(all_breaches.institution_code, '*') = rule_counts.institution_code
    and all_breaches.host_uscc = rule_counts.host_uscc
    and all_breaches.rule = rule_counts.rule
left join placements
    on all_breaches.institution_code = placements.institution_code
    and all_breaches.host_uscc = placements.host_uscc
left join checks on all_breaches.rule = checks.rule_code
left join texts
    on all_breaches.rule = texts.rule_code
    and {{ holds_on('texts', 'all_breaches.start_date') }}
