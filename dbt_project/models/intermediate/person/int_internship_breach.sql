with findings as (
    select * from {{ ref('stg_finding') }}
    where kind = 'compliance' and feed = 'internship'
),

internships as (
    select * from {{ ref('stg_internship') }}
)

-- A finding counts only while the row it is about is in force.
select distinct
    {{ surrogate_key(['internships.internship_id', 'findings.rule']) }} as breach_key,
    findings.rule,
    findings.severity,
    internships.internship_id,
    internships.institution_code,
    internships.host_uscc,
    internships.internship_type,
    internships.occupation_code,
    internships.start_date,
    internships.end_date
from findings
inner join internships
    on findings.delivery_no = internships.delivery_no
    and findings.row_no = internships.row_no
    and coalesce(findings.sheet, '') = coalesce(internships.sheet, '')
