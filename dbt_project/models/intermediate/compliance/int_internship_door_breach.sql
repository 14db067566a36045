with findings as (
    select * from {{ ref('stg_finding') }}
    where kind = 'compliance' and feed = 'internship'
),

internships as (
    select * from {{ ref('stg_internship') }}
),

sent as (
    select * from {{ ref('stg_internship_sent') }}
),

-- Whichever version of the row was first found to break the rule.
first_seen as (
    select
        sent.internship_id,
        findings.rule,
        min(sent.received_on) as first_seen
    from findings
    inner join sent
        on findings.delivery_no = sent.delivery_no
        and findings.row_no = sent.row_no
        and coalesce(findings.sheet, '') = sent.sheet
    group by sent.internship_id, findings.rule
),

-- A finding counts only while the row it is about is in force.
standing as (
    select
        internships.internship_id,
        findings.rule,
        min(findings.severity) as severity,
        min(findings.column_name) as measured
    from findings
    inner join internships
        on findings.delivery_no = internships.delivery_no
        and findings.row_no = internships.row_no
        and coalesce(findings.sheet, '') = coalesce(internships.sheet, '')
    group by internships.internship_id, findings.rule
)

select
    standing.internship_id,
    standing.rule,
    standing.severity,
    standing.measured,
    first_seen.first_seen
from standing
left join first_seen
    on standing.internship_id = first_seen.internship_id
    and standing.rule = first_seen.rule
