with demand as (
    select * from {{ ref('int_supply_demand') }}
),

people as (
    select * from {{ ref('int_supply_people') }}
),

retirement as (
    select * from {{ ref('int_supply_retirement') }}
),

-- Everybody is in one group: a member of the pool supplies the first year, whatever the end of the programme.
dated as (
    select
        *,
        case when is_member then 1 else finishing_year end as supply_year
    from people
),

spread as (
    select
        *,
        region_code as cell_region
    from dated
    union all
    select
        *,
        '*' as cell_region
    from dated
),

supply as (
    select
        occupation_code,
        ladder_rank,
        cell_region as region_code,
        cast(sum(case when is_member then people else 0 end) as bigint) as pool_now,
        {% for way in ['major', 'certificate', 'internship'] -%}
        cast(sum(case when is_member then by_{{ way }} else 0 end) as bigint) as pool_by_{{ way }},
        {% endfor -%}
        cast(sum(case when finishing_year = 1 then people else 0 end) as bigint) as finishing_12m,
        cast(sum(case when finishing_year <= 2 then people else 0 end) as bigint) as finishing_24m,
        {% for year in [1, 2, 3] -%}
        cast(sum(case when supply_year = {{ year }} then people else 0 end) as bigint) as people_{{ year }},
        {{ int_div('cast(sum(case when supply_year = ' ~ year ~ ' then points else 0 end) as bigint)', '10000') }} as shares_{{ year }},
        {% endfor -%}
        cast(sum(region_assumed) as bigint) as region_assumed
    from spread
    group by occupation_code, ladder_rank, cell_region
),

cells as (
    select
        occupation_code,
        ladder_rank,
        region_code
    from demand
    union
    select
        occupation_code,
        ladder_rank,
        region_code
    from supply
    union
    select
        occupation_code,
        ladder_rank,
        region_code
    from retirement
),

leaving as (
    select
        occupation_code,
        ladder_rank,
        region_code,
        retiring_1y_high as leaving_1,
        {{ int_div('retiring_3y_high - retiring_1y_high + 1', '2') }} as leaving_2,
        {{ int_div('retiring_3y_high - retiring_1y_high', '2') }} as leaving_3
    from retirement
),

years as (
    {% for year in [1, 2, 3] -%}
    select
        cells.occupation_code,
        cells.ladder_rank,
        cells.region_code,
        {{ year }} as years_ahead,
        coalesce(demand.openings_12m, 0) as need_low,
        coalesce(demand.openings_12m, 0) + coalesce(leaving.leaving_{{ year }}, 0) as need_high,
        coalesce(supply.shares_{{ year }}, 0) as supply_low,
        coalesce(supply.people_{{ year }}, 0) as supply_high
    from cells
    left join demand
        on cells.occupation_code = demand.occupation_code
        and cells.ladder_rank = demand.ladder_rank
        and cells.region_code = demand.region_code
    left join leaving
        on cells.occupation_code = leaving.occupation_code
        and cells.ladder_rank = leaving.ladder_rank
        and cells.region_code = leaving.region_code
    left join supply
        on cells.occupation_code = supply.occupation_code
        and cells.ladder_rank = supply.ladder_rank
        and cells.region_code = supply.region_code
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

-- Who is too many at a level fills posts of the levels below it: what stays open at this level and all above is the
-- highest excess of need over supply met on the way down.
running as (
    select
        *,
        sum(need_low - supply_high) over (partition by occupation_code, region_code, years_ahead order by ladder_rank desc) as excess_low,
        sum(need_high - supply_low) over (partition by occupation_code, region_code, years_ahead order by ladder_rank desc) as excess_high
    from years
),

reflected as (
    select
        *,
        greatest(0, max(excess_low) over (partition by occupation_code, region_code, years_ahead order by ladder_rank desc)) as open_low,
        greatest(0, max(excess_high) over (partition by occupation_code, region_code, years_ahead order by ladder_rank desc)) as open_high
    from running
),

gaps as (
    select
        *,
        open_low - coalesce(lag(open_low) over (partition by occupation_code, region_code, years_ahead order by ladder_rank desc), 0) as gap_low,
        open_high - coalesce(lag(open_high) over (partition by occupation_code, region_code, years_ahead order by ladder_rank desc), 0) as gap_high
    from reflected
)

select
    gaps.occupation_code,
    gaps.ladder_rank,
    gaps.region_code,
    gaps.years_ahead,
    cast(extract(year from {{ as_of_date() }}) + gaps.years_ahead as bigint) as year,
    coalesce(supply.pool_now, 0) as pool_now,
    {% for way in ['major', 'certificate', 'internship'] -%}
    coalesce(supply.pool_by_{{ way }}, 0) as pool_by_{{ way }},
    {% endfor -%}
    coalesce(supply.finishing_12m, 0) as finishing_12m,
    coalesce(supply.finishing_24m, 0) as finishing_24m,
    coalesce(supply.region_assumed, 0) as region_assumed,
    cast(gaps.need_low as bigint) as need_low,
    cast(gaps.need_high as bigint) as need_high,
    cast(gaps.supply_low as bigint) as supply_low,
    cast(gaps.supply_high as bigint) as supply_high,
    cast(gaps.gap_low as bigint) as gap_low,
    cast(gaps.gap_high as bigint) as gap_high
from gaps
left join supply
    on gaps.occupation_code = supply.occupation_code
    and gaps.ladder_rank = supply.ladder_rank
    and gaps.region_code = supply.region_code
