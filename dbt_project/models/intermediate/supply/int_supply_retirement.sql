with workforce as (
    select * from {{ ref('int_workforce') }}
    where has_recent_report and occupation_code is not null
),

located as (
    select
        *,
        case when region_code = 'unknown' then 'none' else {{ supply_city('region_code') }} end as city_code
    from workforce
),

spread as (
    select
        *,
        city_code as cell_region
    from located
    union all
    select
        *,
        '*' as cell_region
    from located
)

select
    occupation_code,
    ladder_rank,
    cell_region as region_code,
    {% for years in [1, 3, 5] -%}
    cast(sum(retiring_{{ years }}y_low) as bigint) as retiring_{{ years }}y_low,
    cast(sum(retiring_{{ years }}y_high) as bigint) as retiring_{{ years }}y_high,
    {% endfor -%}
    cast(sum(staff_count) as bigint) as staff_count
from spread
group by occupation_code, ladder_rank, cell_region
