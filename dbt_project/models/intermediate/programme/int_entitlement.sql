with rules as (
    select * from {{ ref('stg_code_entitlements') }}
),

certificates as (
    select * from {{ ref('stg_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and result = 'pass'
        and coalesce(status, 'valid') <> 'revoked'
        and issue_date <= {{ as_of_date() }}
        and person_key is not null
        and certificate_key is not null
),

awards as (
    select * from {{ ref('int_award_with_parent') }}
    where
        coalesce(award_kind, 'award') <> 'event'
        and coalesce(award_role, 'contestant') = 'contestant'
        and event_date <= {{ as_of_date() }}
        and person_key is not null
),

subsidies as (
    select * from {{ ref('int_subsidy') }}
),

-- One certificate may stand in several applications: one row per certificate before it meets the rules.
certified as (
    select
        certificate_key,
        max(person_key) as person_key,
        max(level) as ladder_rank,
        min(issue_date) as achieved_on,
        max(case when employment_form is not null then 1 else 0 end) as is_worker
    from certificates
    group by certificate_key
),

achievements as (
    select
        'certificate' as ground,
        certificate_key as achievement_key,
        certificate_key,
        person_key,
        achieved_on,
        ladder_rank,
        cast(null as {{ dbt.type_string() }}) as award_tier,
        is_worker
    from certified
    union all
    select
        'award' as ground,
        {{ surrogate_key(['competition_id', 'item', 'person_key']) }} as achievement_key,
        cast(null as {{ dbt.type_string() }}) as certificate_key,
        person_key,
        event_date as achieved_on,
        cast(null as bigint) as ladder_rank,
        award_tier,
        case when employer_uscc is not null then 1 else 0 end as is_worker
    from awards
),

entitled as (
    select
        achievements.*,
        rules.entitlement,
        rules.scheme,
        rules.amount_cny,
        rules.claim_days,
        row_number() over (
            partition by achievements.person_key, rules.scheme, achievements.ground
            order by achievements.achieved_on, achievements.achievement_key, rules.entitlement
        ) as nth
    from achievements
    inner join rules
        on achievements.ground = rules.ground
        and coalesce(achievements.ladder_rank >= rules.min_ladder_rank, achievements.ground <> 'certificate')
        and coalesce(achievements.ladder_rank <= rules.max_ladder_rank, achievements.ground <> 'certificate')
        and coalesce(achievements.award_tier = rules.award_tier, achievements.ground <> 'award')
        and coalesce(achievements.achieved_on >= rules.valid_from, true)
        and coalesce(achievements.achieved_on <= rules.valid_to, true)
        and (achievements.is_worker = 1 or not rules.workers_only)
),

certificate_entries as (
    select
        scheme,
        certificate_key,
        count(*) as entry_count
    from subsidies
    where certificate_key is not null
    group by scheme, certificate_key
),

-- An entry without a certificate does not say for which achievement it is: the first entries go to the first of them.
person_entries as (
    select
        scheme,
        person_key,
        count(*) as entry_count
    from subsidies
    where certificate_key is null and person_key is not null
    group by scheme, person_key
),

-- What was achieved before the entries begin was perhaps answered by one that nobody sent.
scheme_starts as (
    select
        scheme,
        min(due_date) as covered_from
    from subsidies
    group by scheme
),

first_start as (
    select min(due_date) as covered_from from subsidies
)

select
    {{ surrogate_key(['entitled.entitlement', 'entitled.achievement_key']) }} as entitlement_key,
    entitled.entitlement,
    entitled.scheme,
    entitled.ground,
    entitled.person_key,
    entitled.achieved_on,
    cast(extract(year from entitled.achieved_on) as bigint) as achieved_year,
    {{ cents('entitled.amount_cny') }} as amount_cents,
    case
        when certificate_entries.entry_count > 0 then 'entered'
        when entitled.ground = 'award' and entitled.nth <= person_entries.entry_count then 'entered'
        when {{ add_days('entitled.achieved_on', 'entitled.claim_days') }} >= {{ as_of_date() }} then 'not_due'
        when coalesce(entitled.achieved_on < coalesce(scheme_starts.covered_from, first_start.covered_from), true) then 'not_covered'
        else 'nothing'
    end as state
from entitled
left join certificate_entries
    on entitled.scheme = certificate_entries.scheme
    and entitled.certificate_key = certificate_entries.certificate_key
left join person_entries
    on entitled.scheme = person_entries.scheme
    and entitled.person_key = person_entries.person_key
left join scheme_starts on entitled.scheme = scheme_starts.scheme
cross join first_start
