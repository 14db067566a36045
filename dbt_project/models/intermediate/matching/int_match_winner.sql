with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

top_keys as (
    select * from {{ ref('int_match_top') }}
),

people as (
    select * from {{ ref('int_match_person') }}
),

inverses as (
    select * from {{ ref('int_match_tie_inverse') }}
),

keys as (
    select
        vacancy_seq,
        match_key,
        {{ int_div('match_key', 4294967296) }} as score,
        4294967295 - mod(match_key, 4294967296) as tie
    from top_keys
),

ranked as (
    select
        vacancy_seq,
        score,
        tie,
        row_number() over (partition by vacancy_seq order by match_key desc) as match_rank,
        lag(score) over (partition by vacancy_seq order by match_key desc) as score_above,
        lead(score) over (partition by vacancy_seq order by match_key desc) as score_below
    from keys
),

-- One vacancy gives no tie twice, so the tie names the person; no pair is looked at again.
winners as (
    select
        ranked.*,
        {{ tie_no_of('ranked.tie', 'vacancies', 'inverses') }} as tie_no
    from ranked
    inner join vacancies on ranked.vacancy_seq = vacancies.vacancy_seq
    inner join inverses on ranked.vacancy_seq = inverses.vacancy_seq
)

select
    vacancies.vacancy_id,
    people.person_key,
    winners.tie_no,
    winners.match_rank,
    winners.score,
    winners.score_above,
    winners.score_below,
    winners.tie,
    {{ skills_points() }} as skills_points,
    reach.affinity_points,
    {{ level_points() }} as level_points,
    reach.internship_points,
    reach.awards_points,
    {{ distance_points() }} as distance_points,
    vacancies.min_level,
    {{ skill_slots('reach.covered_bits') }} as covered_slots,
    {{ skill_slots('reach.known_bits') }} - {{ skill_slots('reach.covered_bits') }} as assumed_slots,
    reach.reach,
    people.known_inputs
from winners
inner join vacancies on winners.vacancy_seq = vacancies.vacancy_seq
inner join people on winners.tie_no = people.tie_no
inner join reach
    on winners.tie_no = reach.tie_no
    and vacancies.occupation_seq = reach.occupation_seq
