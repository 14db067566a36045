with spells as (
    select * from {{ ref('int_enrolment_spell') }}
    where learner_kind = 'in_service'
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where cert_type in ('level', 'qualification')
),

ladder as (
    select * from {{ ref('stg_code_skill_levels') }}
),

-- Several spells of a person in one major class for one enterprise are one learner, from the first day on.
learners as (
    select
        person_key,
        coalesce(employer_uscc, 'unknown') as employer_uscc,
        coalesce(major_class, 'unknown') as major_class,
        max(case when has_pseudonym then 1 else 0 end) as has_pseudonym,
        min(programme_start) as began_on,
        max(case when is_current and status in ('active', 'leave') then 1 else 0 end) as is_learning,
        max(case when status = 'graduated' then 1 else 0 end) as is_finished
    from spells
    group by person_key, coalesce(employer_uscc, 'unknown'), coalesce(major_class, 'unknown')
),

levels as (
    select
        learners.person_key,
        learners.employer_uscc,
        learners.major_class,
        max(case when certificates.issue_date < learners.began_on then certificates.ladder_rank end) as rank_before,
        max(case when certificates.issue_date >= learners.began_on then certificates.ladder_rank end) as rank_since
    from learners
    inner join certificates on learners.person_key = certificates.person_key
    group by learners.person_key, learners.employer_uscc, learners.major_class
)

select
    learners.person_key,
    learners.employer_uscc,
    learners.major_class,
    learners.has_pseudonym = 1 as has_pseudonym,
    learners.began_on,
    learners.is_learning,
    learners.is_finished,
    cast(coalesce(levels.rank_before, 0) as bigint) as rank_before,
    cast(greatest(coalesce(levels.rank_before, 0), coalesce(levels.rank_since, 0)) as bigint) as rank_now,
    coalesce(ladder_since.high_skilled, false) and not coalesce(ladder_before.high_skilled, false) as has_become_high_skilled
from learners
left join levels
    on learners.person_key = levels.person_key
    and learners.employer_uscc = levels.employer_uscc
    and learners.major_class = levels.major_class
left join ladder as ladder_before on levels.rank_before = ladder_before.ladder_rank
left join ladder as ladder_since on levels.rank_since = ladder_since.ladder_rank
