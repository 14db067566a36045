with certificates as (
    select * from {{ ref('int_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and (expiry is null or expiry >= {{ as_of_date() }})
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

best as (
    select
        person_key,
        max(ladder_rank) as best_ladder_rank
    from certificates
    group by person_key
)

select
    best.person_key,
    best.best_ladder_rank,
    case
        when best.best_ladder_rank = 0 then 'none'
        when levels.high_skilled then 'high_skilled'
        else 'skilled'
    end as level_band
from best
left join levels on best.best_ladder_rank = levels.ladder_rank
