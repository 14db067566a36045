with winners as (
    select * from {{ ref('int_match_winner') }}
),

vacancies as (
    select * from {{ ref('int_plan_vacancy') }}
),

people as (
    select * from {{ ref('int_plan_person') }}
),

wished_occupations as (
    select * from {{ ref('int_plan_wished_occupation') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

-- The last class is below the floor even at its upper end: the person asked not to be shown such work.
classed as (
    select
        vacancies.vacancy_seq,
        winners.tie_no,
        winners.score,
        winners.tie,
        winners.distance_points,
        not people.has_wish_region or winners.distance_points > parameters.points_elsewhere as is_within_wishes,
        wished_occupations.occupation_seq is not null as is_wished_occupation,
        case
            when people.pay_floor is null or vacancies.pay_low >= people.pay_floor then 2
            when vacancies.pay_high < people.pay_floor then 0
            else 1
        end as pay_class
    from winners
    cross join parameters
    inner join vacancies on winners.vacancy_id = vacancies.vacancy_id
    inner join people on winners.tie_no = people.tie_no
    left join wished_occupations
        on winners.tie_no = wished_occupations.tie_no
        and vacancies.occupation_seq = wished_occupations.occupation_seq
)

select
    vacancy_seq,
    tie_no,
    score * 4294967296 + 4294967295 - tie as match_key,
    cast({{ wish_rank('is_within_wishes', 'is_wished_occupation', 'distance_points', 'pay_class', 'score') }} as bigint) as wish_rank,
    pay_class > 0 as is_acceptable
from classed
