with pairs as (
    select * from {{ ref('int_mentorship_year') }}
),

loads as (
    select * from {{ ref('int_mentor_load') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

dated_thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
    where name = 'apprentices_per_mentor'
),

feeds as (
    select * from {{ ref('int_programme_feed') }}
),

flags as (
    select true as is_cell
    union all
    select false as is_cell
),

years as (
    select distinct year from pairs
),

limits as (
    select
        years.year,
        max(cast(dated_thresholds.value as bigint)) as apprentices_max
    from years
    inner join dated_thresholds
        on coalesce(dated_thresholds.valid_from <= {{ month_day('years.year', '1231') }}, true)
        and coalesce(dated_thresholds.valid_to >= {{ month_day('years.year', '1231') }}, true)
    group by years.year
),

spread as (
    select
        pairs.*,
        case when by_enterprise.is_cell then pairs.uscc else '*' end as cell_uscc,
        case when by_occupation.is_cell then pairs.occupation_code else '*' end as cell_occupation
    from pairs
    cross join flags as by_enterprise
    cross join flags as by_occupation
),

cells as (
    select
        cell_uscc,
        cell_occupation,
        year,
        count(*) as active,
        count(distinct apprentice_key) as apprentices,
        sum({{ flag('is_due') }}) as due,
        sum({{ flag("is_due and result = 'pass'") }}) as passed,
        sum({{ flag("is_due and result = 'fail'") }}) as failed,
        sum({{ flag("is_due and result = 'terminated'") }}) as terminated,
        sum({{ flag('is_due and result is null') }}) as unknown,
        sum({{ flag('is_due and levels_gained is not null') }}) as gain_known,
        sum({{ flag('is_due and levels_gained > 0') }}) as gained,
        sum(case when is_due then coalesce(levels_gained, 0) else 0 end) as levels_gained
    from spread
    group by cell_uscc, cell_occupation, year
),

cell_mentors as (
    select distinct
        cell_uscc,
        cell_occupation,
        year,
        mentor_key
    from spread
),

ranked as (
    select
        cell_mentors.cell_uscc,
        cell_mentors.cell_occupation,
        cell_mentors.year,
        loads.peak_apprentices,
        limits.apprentices_max,
        count(*) over (partition by cell_mentors.cell_uscc, cell_mentors.cell_occupation, cell_mentors.year) as mentor_count,
        row_number() over (
            partition by cell_mentors.cell_uscc, cell_mentors.cell_occupation, cell_mentors.year
            order by loads.peak_apprentices, cell_mentors.mentor_key
        ) as nth
    from cell_mentors
    inner join loads
        on cell_mentors.year = loads.year
        and cell_mentors.mentor_key = loads.mentor_key
    left join limits on cell_mentors.year = limits.year
),

mentors as (
    select
        cell_uscc,
        cell_occupation,
        year,
        count(*) as mentors,
        max(peak_apprentices) as load_max,
        max(case when nth = {{ int_div('mentor_count + 1', 2) }} then peak_apprentices end)
        + max(case when nth = {{ int_div('mentor_count + 2', 2) }} then peak_apprentices end) as load_median_doubled,
        sum({{ flag('peak_apprentices > apprentices_max') }}) as mentors_over_limit
    from ranked
    group by cell_uscc, cell_occupation, year
),

judged as (
    select
        cells.*,
        mentors.mentors,
        mentors.mentors_over_limit,
        case when mentors.mentors >= thresholds.min_denominator_internal then mentors.load_max end as load_max,
        case when mentors.mentors >= thresholds.min_denominator_internal then mentors.load_median_doubled end as load_median_doubled,
        feeds.has_certificate,
        {{ rate_status(
            mature='true',
            delivered='true',
            denominator='cells.due',
            unknown='cells.unknown',
            open='cells.year >= extract(year from ' ~ as_of_date() ~ ')',
        ) }} as status
    from cells
    inner join mentors
        on cells.cell_uscc = mentors.cell_uscc
        and cells.cell_occupation = mentors.cell_occupation
        and cells.year = mentors.year
    cross join thresholds
    cross join feeds
)

select
    cell_uscc as enterprise_uscc,
    cell_occupation as occupation_code,
    year,
    {{ as_of() }} as as_of,
    cast(active as bigint) as pairs_active,
    cast(apprentices as bigint) as apprentices,
    cast(due as bigint) as pairs_due,
    cast(passed as bigint) as pairs_passed,
    cast(failed as bigint) as pairs_failed,
    cast(terminated as bigint) as pairs_terminated,
    case when has_certificate then cast(gain_known as bigint) end as gain_known,
    case when has_certificate then cast(gained as bigint) end as apprentices_risen,
    case when has_certificate then cast(levels_gained as bigint) end as levels_gained,
    cast(mentors as bigint) as mentors,
    cast(mentors_over_limit as bigint) as mentors_over_limit,
    cast(load_max as bigint) as load_max,
    cast(cast(load_median_doubled as bigint) * cast(0.5 as decimal(2, 1)) as decimal(18, 2)) as load_median,
    cast(passed as bigint) as numerator,
    cast(due as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('passed', 'due') }} end as value,
    status
from judged
