with people as (
    select * from {{ ref('int_pool_person') }}
    where is_member
),

crosswalk as (
    select * from {{ ref('stg_code_major_occupation') }}
),

certificates as (
    select * from {{ ref('int_certificate') }}
    where
        occupation_code is not null
        and (expiry is null or expiry >= {{ as_of_date() }})
),

internships as (
    select * from {{ ref('int_post_internship') }}
    where
        occupation_code is not null
        and status <> 'planned'
        and start_date <= {{ as_of_date() }}
),

by_major as (
    select
        people.person_key,
        crosswalk.occupation_code,
        crosswalk.affinity
    from people
    inner join crosswalk on people.major_code = crosswalk.major_code
),

-- Only level and qualification certificates carry a level; a permit reaches the occupation without one.
by_certificate as (
    select
        people.person_key,
        certificates.occupation_code,
        max(case when certificates.cert_type in ('level', 'qualification') then certificates.ladder_rank else 0 end) as ladder_rank
    from people
    inner join certificates on people.person_key = certificates.person_key
    group by people.person_key, certificates.occupation_code
),

months as (
    select
        person_key,
        occupation_code,
        {{ full_months('start_date', 'least(end_date, ' ~ as_of_date() ~ ')') }} as full_months
    from internships
),

by_internship as (
    select
        people.person_key,
        months.occupation_code,
        sum(months.full_months) as full_months
    from people
    inner join months on people.person_key = months.person_key
    group by people.person_key, months.occupation_code
),

ways as (
    select
        person_key,
        occupation_code,
        affinity,
        cast(null as bigint) as ladder_rank,
        cast(null as bigint) as full_months
    from by_major
    union all
    select
        person_key,
        occupation_code,
        null as affinity,
        ladder_rank,
        null as full_months
    from by_certificate
    union all
    select
        person_key,
        occupation_code,
        null as affinity,
        null as ladder_rank,
        full_months
    from by_internship
)

select
    person_key,
    occupation_code,
    case
        when max(affinity) is not null then 'major'
        when max(ladder_rank) is not null then 'certificate'
        else 'internship'
    end as reach,
    cast(coalesce(max(affinity), 0) as bigint) as affinity,
    cast(coalesce(max(ladder_rank), 0) as bigint) as ladder_rank,
    cast(coalesce(max(full_months), 0) as bigint) as internship_months
from ways
group by person_key, occupation_code
