with {{ match_imports() }},

top_keys as (
    select * from {{ ref('int_match_top') }}
),

people as (
    select * from {{ ref('int_match_person') }}
),

keys as (
    select
        vacancy_seq,
        match_key,
        {{ int_div('match_key', 4294967296) }} as score,
        4294967295 - mod(match_key, 4294967296) as tie
    from top_keys
),

reached as (
    select
        vacancies.vacancy_seq,
        reach.tie_no,
        {{ tie('vacancies', 'reach') }} as tie
    from vacancies
    inner join reach on vacancies.occupation_seq = reach.occupation_seq
),

-- One vacancy gives no tie twice, so the tie names the person.
winners as (
    select
        keys.vacancy_seq,
        keys.match_key,
        keys.score,
        keys.tie,
        reached.tie_no
    from keys
    inner join reached
        on keys.vacancy_seq = reached.vacancy_seq
        and keys.tie = reached.tie
)

select
    vacancies.vacancy_id,
    people.person_key,
    winners.tie_no,
    row_number() over (partition by vacancies.vacancy_id order by winners.match_key desc) as match_rank,
    winners.score,
    winners.tie,
    {{ skills_points() }} as skills_points,
    reach.affinity_points,
    {{ level_points() }} as level_points,
    reach.internship_points,
    reach.awards_points,
    {{ distance_points() }} as distance_points,
    reach.reach,
    people.known_inputs
from winners
inner join vacancies on winners.vacancy_seq = vacancies.vacancy_seq
inner join people on winners.tie_no = people.tie_no
inner join reach
    on winners.tie_no = reach.tie_no
    and vacancies.occupation_seq = reach.occupation_seq
left join distances
    on winners.tie_no = distances.tie_no
    and vacancies.work_region = distances.work_region
