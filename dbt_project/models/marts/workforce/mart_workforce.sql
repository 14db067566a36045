with cells as (
    select * from {{ ref('int_workforce') }}
),

flows as (
    select * from {{ ref('int_workforce_flow') }}
),

enterprises as (
    select * from {{ ref('int_workforce_enterprise') }}
),

certified as (
    select * from {{ ref('int_certified_occupation') }}
),

people as (
    select * from {{ ref('int_certified_person') }}
),

workers as (
    select * from {{ ref('int_worker') }}
),

levels as (
    select * from {{ ref('stg_code_skill_levels') }}
),

register as (
    select count(*) as certificate_count from {{ ref('int_certificate') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

coverage as (
    select
        region_code,
        industry,
        sum({{ flag('is_due') }}) as enterprises_due,
        sum({{ flag('is_due and has_recent_report') }}) as enterprises_reporting,
        sum(case when is_due then headcount else 0 end) as headcount_due,
        sum(case when is_due and has_recent_report then headcount else 0 end) as headcount_reporting
    from enterprises
    group by region_code, industry
),

{% set grain = ['region_code', 'industry', 'occupation_code', 'ladder_rank', 'age_band'] -%}
counted as (
    select
        {{ grain | join(',\n        ') }},
        sum(case when has_recent_report then staff_count else 0 end) as people,
        sum(case when has_recent_report then 0 else staff_count end) as stale_people,
        sum(case when has_recent_report and is_hires_unknown then staff_count else 0 end) as new_unknown,
        sum(case when has_recent_report then retiring_5y_low else 0 end) as retiring_5y_low,
        sum(case when has_recent_report then retiring_5y_high else 0 end) as retiring_5y_high,
        sum({{ flag("has_recent_report and coverage = 'sample'") }}) as sample_cells,
        sum({{ flag("has_recent_report and coalesce(coverage, 'not_stated') <> 'sample'") }}) as register_cells
    from cells
    group by {{ grain | join(', ') }}
),

joined_staff as (
    select
        {{ grain | join(',\n        ') }},
        sum(hires_12m) as new_in_year
    from flows
    group by {{ grain | join(', ') }}
),

placed as (
    select
        coalesce(workers.region_code, 'unknown') as region_code,
        coalesce(workers.industry, 'unknown') as industry,
        certified.occupation_code,
        coalesce(certified.ladder_rank, certified.best_rank) as ladder_rank,
        coalesce(workers.age_band, 'unknown') as age_band,
        {{ flag('certified.best_rank > certified.best_rank_a_year_ago') }} as level_up,
        {{ flag('certified.best_rank_a_year_ago is null') }} as first_level,
        {{ flag('certified.ladder_rank is not null and people.occupation_count >= 2') }} as several
    from certified
    inner join people on certified.person_key = people.person_key
    left join workers on certified.person_key = workers.person_key
),

certified_counts as (
    select
        {{ grain | join(',\n        ') }},
        sum(level_up) as level_ups_in_year,
        sum(first_level) as first_levels_in_year,
        sum(several) as two_or_more_occupations
    from placed
    group by {{ grain | join(', ') }}
),

spine as (
    select {{ grain | join(', ') }} from counted
    union
    select {{ grain | join(', ') }} from joined_staff
    union
    select {{ grain | join(', ') }} from certified_counts
    where level_ups_in_year + first_levels_in_year + two_or_more_occupations > 0
),

gathered as (
    select
        {% for column in grain -%}
        spine.{{ column }},
        {% endfor -%}
        coalesce(counted.people, 0) as people,
        coalesce(counted.stale_people, 0) as stale_people,
        coalesce(counted.new_unknown, 0) as new_unknown,
        joined_staff.new_in_year,
        coalesce(counted.retiring_5y_low, 0) as retiring_5y_low,
        coalesce(counted.retiring_5y_high, 0) as retiring_5y_high,
        case when register.certificate_count > 0 then coalesce(certified_counts.level_ups_in_year, 0) end as level_ups_in_year,
        case when register.certificate_count > 0 then coalesce(certified_counts.first_levels_in_year, 0) end as first_levels_in_year,
        case when register.certificate_count > 0 then coalesce(certified_counts.two_or_more_occupations, 0) end as two_or_more_occupations,
        case
            when counted.sample_cells > 0 and counted.register_cells > 0 then 'mixed'
            when counted.sample_cells > 0 then 'survey'
            when counted.register_cells > 0 then 'register'
            else 'none'
        end as source,
        coalesce(coverage.enterprises_due, 0) as enterprises_due,
        coalesce(coverage.enterprises_reporting, 0) as enterprises_reporting,
        coalesce(coverage.headcount_due, 0) as headcount_due,
        coalesce(coverage.headcount_reporting, 0) as headcount_reporting,
        coalesce(levels.high_skilled, false) as is_high_skilled
    from spine
    cross join register
    left join counted
        on {% for column in grain %}spine.{{ column }} = counted.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    left join joined_staff
        on {% for column in grain %}spine.{{ column }} = joined_staff.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    left join certified_counts
        on {% for column in grain %}spine.{{ column }} = certified_counts.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    left join coverage
        on spine.region_code = coverage.region_code
        and spine.industry = coverage.industry
    left join levels on spine.ladder_rank = levels.ladder_rank
),

-- The share is one of a whole occupation in a region and industry; its rows repeat it.
shared as (
    select
        *,
        sum(case when is_high_skilled then people else 0 end) over (partition by region_code, industry, occupation_code) as numerator,
        sum(case when ladder_rank >= 2 then people else 0 end) over (partition by region_code, industry, occupation_code) as denominator,
        sum(case when ladder_rank >= 2 then stale_people else 0 end) over (partition by region_code, industry, occupation_code) as unknown
    from gathered
),

judged as (
    select
        shared.*,
        case
            when shared.denominator = 0 then 'not_available'
            when shared.unknown > thresholds.max_unknown_share * (shared.denominator + shared.unknown) then 'too_uncertain'
            when shared.headcount_due - shared.headcount_reporting > thresholds.max_unknown_share * shared.headcount_due then 'too_uncertain'
            else 'ok'
        end as status
    from shared
    cross join thresholds
)

select
    {{ as_of() }} as as_of,
    region_code,
    industry,
    occupation_code,
    cast(ladder_rank as bigint) as ladder_rank,
    age_band,
    cast(people as bigint) as people,
    cast(stale_people as bigint) as stale_people,
    cast(new_in_year as bigint) as new_in_year,
    cast(new_unknown as bigint) as new_unknown,
    cast(level_ups_in_year as bigint) as level_ups_in_year,
    cast(first_levels_in_year as bigint) as first_levels_in_year,
    cast(two_or_more_occupations as bigint) as two_or_more_occupations,
    cast(retiring_5y_low as bigint) as retiring_5y_low,
    cast(retiring_5y_high as bigint) as retiring_5y_high,
    source,
    cast(enterprises_due as bigint) as enterprises_due,
    cast(enterprises_reporting as bigint) as enterprises_reporting,
    cast(headcount_due as bigint) as headcount_due,
    cast(headcount_reporting as bigint) as headcount_reporting,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(unknown as bigint) as unknown,
    case when status = 'ok' then {{ share('numerator', 'denominator') }} end as value,
    status
from judged
