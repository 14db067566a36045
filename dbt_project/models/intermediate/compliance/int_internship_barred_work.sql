with cases as (
    select * from {{ ref('int_internship_case') }}
),

barred_work as (
    select * from {{ ref('stg_code_internship_barred_work') }}
),

hazards as (
    select
        internship_id,
        {{ explode('hazard_flags') }} as code
    from cases
),

work as (
    select
        internship_id,
        'hazard' as kind,
        code
    from hazards
    union all
    select
        internship_id,
        'labour_intensity' as kind,
        labour_intensity as code
    from cases
    where labour_intensity is not null
)

-- Which group the student belongs to stays here: outside, a breach only says that the work was barred.
select
    cases.internship_id,
    min(work.kind) as kind
from cases
inner join work on cases.internship_id = work.internship_id
inner join barred_work
    on work.kind = barred_work.kind
    and work.code = barred_work.code
    and {{ holds_on('barred_work', 'cases.start_date') }}
where
    barred_work.person_group = 'student'
    or (barred_work.person_group = 'minor' and cases.start_date < cases.adult_on)
    or (barred_work.person_group = 'woman' and cases.gender = 'female')
group by cases.internship_id
