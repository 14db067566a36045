with cases as (
    select * from {{ ref('int_internship_case') }}
),

industries as (
    select * from {{ ref('stg_code_internship_industries') }}
),

-- A division as a whole only asks for a look; a code inside it is sure, and 'error' sorts before 'warning'.
by_industry as (
    select
        cases.internship_id,
        industries.rule_id,
        min(industries.severity) as severity,
        max(cases.host_industry) as measured
    from cases
    inner join industries
        on substr(cases.host_industry, 1, length(industries.industry_prefix)) = industries.industry_prefix
    group by cases.internship_id, industries.rule_id
),

by_register as (
    select
        internship_id,
        'I07' as rule_id,
        'warning' as severity,
        'hr_agency' as measured
    from cases
    where is_host_agency
)

select
    internship_id,
    rule_id,
    severity,
    measured
from by_industry
union all
select
    by_register.internship_id,
    by_register.rule_id,
    by_register.severity,
    by_register.measured
from by_register
left join by_industry
    on by_register.internship_id = by_industry.internship_id
    and by_register.rule_id = by_industry.rule_id
where by_industry.internship_id is null
