with people as (
    select * from {{ ref('int_match_person') }}
),

person_occupations as (
    select * from {{ ref('int_person_occupation') }}
),

person_skills as (
    select * from {{ ref('int_person_skill') }}
),

occupations as (
    select * from {{ ref('int_match_occupation') }}
),

dictionary as (
    select * from {{ ref('int_match_skill') }}
),

parameters as (
    select * from {{ ref('int_match_parameter') }}
),

wishes as (
    select * from {{ ref('int_match_wish') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

skill_bits as (
    select
        person_occupations.person_key,
        person_occupations.occupation_code,
        {{ bit_set('case when person_skills.is_covered then dictionary.bit_position end') }} as covered_bits,
        {{ bit_set('dictionary.bit_position') }} as known_bits
    from person_occupations
    inner join dictionary on person_occupations.occupation_code = dictionary.occupation_code
    inner join person_skills
        on person_occupations.person_key = person_skills.person_key
        and dictionary.skill_code = person_skills.skill_code
    group by person_occupations.person_key, person_occupations.occupation_code
),

-- A place is named by two digits for a province, four for a city, six for a county; who wishes one wishes all around it.
places as (
    select
        tie_no,
        wish_region as place
    from wishes
    where mod(wish_region, 100) > 0
    union all
    select
        tie_no,
        {{ int_div('wish_region', 100) }} as place
    from wishes
    where mod({{ int_div('wish_region', 100) }}, 100) > 0
    union all
    select
        tie_no,
        {{ int_div('wish_region', 10000) }} as place
    from wishes
),

wished as (
    select
        tie_no,
        {{ number_list('place') }} as wished_places
    from places
    group by tie_no
),

pointed as (
    select
        people.tie_no,
        occupations.occupation_seq,
        person_occupations.reach,
        person_occupations.affinity as affinity_points,
        least(10000, {{ int_div('10000 * person_occupations.internship_months', 'thresholds.internship_full_months') }}) as internship_points,
        person_occupations.ladder_rank,
        people.available_day,
        people.age_16_day,
        people.age_18_day,
        people.reserved_employer_seq,
        people.distance_points_without_hit,
        people.awards_points,
        wished.wished_places,
        skill_bits.covered_bits,
        skill_bits.known_bits
    from person_occupations
    cross join thresholds
    inner join people on person_occupations.person_key = people.person_key
    inner join occupations on person_occupations.occupation_code = occupations.occupation_code
    left join wished on people.tie_no = wished.tie_no
    left join skill_bits
        on person_occupations.person_key = skill_bits.person_key
        and person_occupations.occupation_code = skill_bits.occupation_code
)

select
    pointed.*,
    parameters.weight_affinity * pointed.affinity_points
    + parameters.weight_internship * pointed.internship_points
    + parameters.weight_awards * pointed.awards_points as static_score
from pointed
cross join parameters
-- Engines read a sixteenth at a time, so that no large occupation falls to one thread, and there one after another.
order by mod(pointed.tie_no, 16), pointed.occupation_seq, pointed.tie_no
