with vacancies as (
    select * from {{ ref('int_supply_vacancy') }}
),

spread as (
    select
        *,
        region_code as cell_region
    from vacancies
    union all
    select
        *,
        '*' as cell_region
    from vacancies
),

cells as (
    select
        occupation_code,
        ladder_rank,
        cell_region,
        count(*) as vacancies_12m,
        sum(openings) as openings_12m,
        sum(coalesce(filled, 0)) as filled_12m,
        sum(case when filled is null then openings else 0 end) as unknown_12m,
        sum(case when is_open then openings else 0 end) as openings_open,
        count(days_to_fill) as filled_vacancies
    from spread
    group by occupation_code, ladder_rank, cell_region
),

waits as (
    select
        occupation_code,
        ladder_rank,
        cell_region,
        days_to_fill,
        row_number() over (partition by occupation_code, ladder_rank, cell_region order by days_to_fill, vacancy_id) as nth,
        count(*) over (partition by occupation_code, ladder_rank, cell_region) as wait_count
    from spread
    where days_to_fill is not null
),

-- Twice the median, so that two middle values need no division here.
medians as (
    select
        occupation_code,
        ladder_rank,
        cell_region,
        sum(case when nth = {{ int_div('wait_count + 1', '2') }} then days_to_fill else 0 end)
        + sum(case when nth = {{ int_div('wait_count + 2', '2') }} then days_to_fill else 0 end) as twice_median_days
    from waits
    group by occupation_code, ladder_rank, cell_region
)

select
    cells.occupation_code,
    cells.ladder_rank,
    cells.cell_region as region_code,
    cast(cells.vacancies_12m as bigint) as vacancies_12m,
    cast(cells.openings_12m as bigint) as openings_12m,
    cast(cells.filled_12m as bigint) as filled_12m,
    cast(cells.unknown_12m as bigint) as unknown_12m,
    cast(cells.openings_open as bigint) as openings_open,
    cast(cells.filled_vacancies as bigint) as filled_vacancies,
    cast(medians.twice_median_days as bigint) as twice_median_days
from cells
left join medians
    on cells.occupation_code = medians.occupation_code
    and cells.ladder_rank = medians.ladder_rank
    and cells.cell_region = medians.cell_region
