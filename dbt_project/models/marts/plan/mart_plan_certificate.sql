with certified as (
    select * from {{ ref('int_plan_certified') }}
),

pairs as (
    select * from {{ ref('int_plan_pair') }}
),

vacancies as (
    select * from {{ ref('int_plan_vacancy') }}
),

recommended as (
    select * from {{ ref('int_plan_recommended') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

excluded as (
    select coalesce(sum({{ flag('not is_acceptable') }}), 0) as pairs_excluded_by_wishes from pairs
),

taken as (
    select
        vacancies.vacancy_seq,
        vacancies.employer_seq,
        vacancies.seats,
        vacancies.quota,
        count(recommended.tie_no) as recommended_count
    from vacancies
    left join recommended on vacancies.vacancy_seq = recommended.vacancy_seq
    group by vacancies.vacancy_seq, vacancies.employer_seq, vacancies.seats, vacancies.quota
),

filled as (
    select
        coalesce(sum({{ flag('seats > 0 and recommended_count >= seats') }}), 0) as vacancies_full,
        max(quota) as enterprise_quota
    from taken
),

by_enterprise as (
    select
        employer_seq,
        sum(recommended_count) as recommended_count,
        max(quota) as quota
    from taken
    group by employer_seq
),

at_quota as (
    select coalesce(sum({{ flag('recommended_count >= quota') }}), 0) as enterprises_at_quota from by_enterprise
)

select
    {{ as_of() }} as as_of,
    cast({{ plan_version() }} as bigint) as plan_version,
    parameters.weights_version,
    certified.pairs_checked,
    cast(excluded.pairs_excluded_by_wishes as bigint) as pairs_excluded_by_wishes,
    certified.blocking_pairs,
    certified.people_twice,
    certified.vacancies_over,
    certified.enterprises_over,
    certified.pairs_not_listed,
    certified.vacancies,
    certified.seats,
    certified.people as people_listed,
    certified.recommended,
    cast(filled.vacancies_full as bigint) as vacancies_full,
    filled.enterprise_quota,
    cast(at_quota.enterprises_at_quota as bigint) as enterprises_at_quota,
    'Speaks of the lists only: introductions are recommended, nobody is assigned.' as statement_en,
    '仅针对候选名单而言：只推荐介绍，不指派任何人。' as statement_zh
from certified
cross join excluded
cross join filled
cross join at_quota
cross join parameters
