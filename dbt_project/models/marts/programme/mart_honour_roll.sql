with consenting as (
    select * from {{ ref('int_honour_consent') }}
),

awards as (
    select * from {{ ref('int_award_with_parent') }}
    where
        event_date <= {{ as_of_date() }}
        and coalesce(award_kind, 'award') <> 'event'
        and coalesce(award_role, 'contestant') = 'contestant'
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and (expiry is null or expiry >= {{ as_of_date() }})
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

pairs as (
    select * from {{ ref('int_mentorship_pair') }}
    where is_due and result = 'pass'
),

deeds as (
    select
        person_key,
        coalesce(award_kind, 'award') as deed,
        award_tier,
        award_grade,
        cast(null as bigint) as ladder_rank,
        occupation_code,
        cast(extract(year from event_date) as bigint) as year
    from awards
    union all
    select
        certificates.person_key,
        'level' as deed,
        cast(null as {{ dbt.type_string() }}) as award_tier,
        cast(null as {{ dbt.type_string() }}) as award_grade,
        certificates.ladder_rank,
        certificates.occupation_code,
        cast(extract(year from certificates.issue_date) as bigint) as year
    from certificates
    inner join levels on certificates.ladder_rank = levels.ladder_rank
    where levels.high_skilled
    union all
    select
        mentor_key as person_key,
        'mentor' as deed,
        cast(null as {{ dbt.type_string() }}) as award_tier,
        cast(null as {{ dbt.type_string() }}) as award_grade,
        cast(null as bigint) as ladder_rank,
        case when occupation_code <> 'unknown' then occupation_code end as occupation_code,
        cast(extract(year from due_on) as bigint) as year
    from pairs
),

-- The same deed of a year stands once: three apprentices brought to a pass are one line, not a score.
distinct_deeds as (
    select distinct
        person_key,
        deed,
        award_tier,
        award_grade,
        ladder_rank,
        occupation_code,
        year
    from deeds
)

select
    {{ surrogate_key([
        'distinct_deeds.person_key', 'distinct_deeds.deed', 'distinct_deeds.award_tier', 'distinct_deeds.award_grade',
        'distinct_deeds.ladder_rank', 'distinct_deeds.occupation_code', 'distinct_deeds.year',
    ]) }} as deed_key,
    distinct_deeds.person_key,
    {{ as_of() }} as as_of,
    distinct_deeds.deed,
    distinct_deeds.award_tier,
    distinct_deeds.award_grade,
    distinct_deeds.ladder_rank,
    distinct_deeds.occupation_code,
    distinct_deeds.year
from distinct_deeds
inner join consenting on distinct_deeds.person_key = consenting.person_key
