with cases as (
    select * from {{ ref('int_internship_case') }}
    where occupation_code is not null and major_category is not null
),

crosswalk as (
    select * from {{ ref('stg_code_major_occupation') }}
),

majors as (
    select * from {{ ref('stg_code_majors') }}
),

major_categories as (
    select
        code,
        max(category) as major_category
    from majors
    group by code
),

reached as (
    select distinct
        major_categories.major_category,
        crosswalk.occupation_code
    from crosswalk
    inner join major_categories on crosswalk.major_code = major_categories.code
),

known_categories as (
    select distinct major_category from reached
),

known_occupations as (
    select distinct occupation_code from reached
)

-- A gap of the crosswalk is unknown and no breach: it must know the occupation and the category.
select
    cases.internship_id,
    cases.major_category
from cases
inner join known_categories on cases.major_category = known_categories.major_category
inner join known_occupations on cases.occupation_code = known_occupations.occupation_code
left join reached
    on cases.major_category = reached.major_category
    and cases.occupation_code = reached.occupation_code
where reached.occupation_code is null
