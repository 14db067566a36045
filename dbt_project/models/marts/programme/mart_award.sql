with awards as (
    select * from {{ ref('int_award_with_parent') }}
    where event_date <= {{ as_of_date() }} and person_key is not null
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

flags as (
    select true as is_cell
    union all
    select false as is_cell
),

named as (
    select
        person_key,
        award_tier,
        coalesce(occupation_code, 'unknown') as occupation_code,
        cast(extract(year from event_date) as bigint) as year,
        coalesce(award_kind, 'award') as award_kind,
        coalesce(award_role, 'contestant') = 'contestant' as is_contestant,
        {{ surrogate_key(['competition_id', 'item', "coalesce(team_id, person_key)"]) }} as deed_key,
        promoted_level,
        front_line as is_front_line,
        {{ cents('allowance_cny') }} as allowance_cents
    from awards
),

spread as (
    select
        named.*,
        case when by_tier.is_cell then named.award_tier else '*' end as cell_tier,
        case when by_occupation.is_cell then named.occupation_code else '*' end as cell_occupation
    from named
    cross join flags as by_tier
    cross join flags as by_occupation
),

-- A person with several awards in a cell is one winner: one row per person before the count.
people as (
    select
        cell_tier,
        cell_occupation,
        year,
        award_kind,
        person_key,
        max({{ flag('is_contestant') }}) as is_contestant,
        max({{ flag('promoted_level is not null') }}) as is_promoted,
        max(case when is_front_line then 1 when not is_front_line then 0 end) as is_front_line,
        sum(coalesce(allowance_cents, 0)) as allowance_cents,
        sum({{ flag('allowance_cents is null') }}) as allowance_unknown
    from spread
    group by cell_tier, cell_occupation, year, award_kind, person_key
),

deeds as (
    select
        cell_tier,
        cell_occupation,
        year,
        award_kind,
        count(distinct deed_key) as deed_count
    from spread
    where is_contestant
    group by cell_tier, cell_occupation, year, award_kind
),

cells as (
    select
        cell_tier,
        cell_occupation,
        year,
        award_kind,
        sum(is_contestant) as winners,
        sum(1 - is_contestant) as coaches,
        sum(is_contestant * is_promoted) as promoted,
        sum(allowance_cents) as allowance_cents,
        sum(allowance_unknown) as allowance_unknown,
        sum(is_contestant * coalesce(is_front_line, 0)) as front_line,
        sum(case when is_front_line is null then is_contestant else 0 end) as unknown
    from people
    group by cell_tier, cell_occupation, year, award_kind
),

judged as (
    select
        cells.*,
        coalesce(deeds.deed_count, 0) as deed_count,
        {{ rate_status(
            mature='true',
            delivered='true',
            denominator='cells.winners',
            unknown='cells.unknown',
            open='cells.year >= extract(year from ' ~ as_of_date() ~ ')',
        ) }} as status
    from cells
    left join deeds
        on cells.cell_tier = deeds.cell_tier
        and cells.cell_occupation = deeds.cell_occupation
        and cells.year = deeds.year
        and cells.award_kind = deeds.award_kind
    cross join thresholds
)

select
    cell_tier as award_tier,
    cell_occupation as occupation_code,
    year,
    award_kind,
    {{ as_of() }} as as_of,
    cast(deed_count as bigint) as awards,
    cast(winners as bigint) as winners,
    cast(coaches as bigint) as coaches,
    cast(promoted as bigint) as promoted,
    {{ yuan('allowance_cents') }} as allowance_cny,
    cast(allowance_unknown as bigint) as allowance_unknown,
    cast(front_line as bigint) as numerator,
    cast(winners as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('front_line', 'winners') }} end as value,
    status
from judged
