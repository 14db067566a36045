-- Counted per occupation, day, level and employer, never per pair: pairs grow with the square of a province.
{%- set days = ['available_day', 'age_16_day', 'age_18_day'] -%}
{%- set blocks = ['present_employer', 'disputed_employer', 'blocked_employer'] -%}
{%- set failing = {
    'below_legal_age': 'reached.people - coalesce(
        case when vacancies.minimum_age > 16 then age_18_day_ready.people else age_16_day_ready.people end, 0)',
    'certificate_missing': 'case when vacancies.certificate_needs = 0 then 0 else reached.people - coalesce(certified.people, 0) end',
    'level_too_low': 'reached.people - coalesce(level_ready.people, 0)',
    'not_available_yet': 'reached.people - coalesce(available_day_ready.people, 0)',
    'present_employer': 'coalesce(blocked.present_employer_people, 0)',
    'disputed_employer': 'coalesce(blocked.disputed_employer_people, 0)',
    'blocked_employer': 'coalesce(blocked.blocked_employer_people, 0)',
    'order_class': 'reached.people - reached.free_people - coalesce(reserved.people, 0)',
} %}
with vacancies as (
    select * from {{ ref('int_match_vacancy') }}
),

reach as (
    select * from {{ ref('int_match_reach') }}
),

blocks as (
    select * from {{ ref('int_match_employer_block') }}
),

certificates as (
    select * from {{ ref('int_match_certificate') }}
),

reached as (
    select
        occupation_seq,
        count(*) as people,
        sum({{ flag('reserved_employer_seq = 0') }}) as free_people
    from reach
    group by occupation_seq
),

{% for day in days -%}
{{ day }}_moments as (
    select
        occupation_seq,
        {{ day }} as moment,
        1 as people
    from reach
    where {{ day }} is not null
    union all
    select
        occupation_seq,
        start_day as moment,
        0 as people
    from vacancies
    where start_day is not null
),

{{ day }}_arrivals as (
    select
        occupation_seq,
        moment,
        sum(people) as people
    from {{ day }}_moments
    group by occupation_seq, moment
),

{{ day }}_ready as (
    select
        occupation_seq,
        moment,
        sum(people) over (
            partition by occupation_seq
            order by moment
            rows between unbounded preceding and current row
        ) as people
    from {{ day }}_arrivals
),

{% endfor -%}

levels_held as (
    select
        occupation_seq,
        ladder_rank,
        count(*) as people
    from reach
    group by occupation_seq, ladder_rank
),

levels_asked as (
    select distinct
        occupation_seq,
        must_level
    from vacancies
),

level_ready as (
    select
        levels_asked.occupation_seq,
        levels_asked.must_level,
        sum(levels_held.people) as people
    from levels_asked
    inner join levels_held
        on levels_asked.occupation_seq = levels_held.occupation_seq
        and levels_asked.must_level <= levels_held.ladder_rank
    group by levels_asked.occupation_seq, levels_asked.must_level
),

certified as (
    select
        vacancies.vacancy_seq,
        count(*) as people
    from vacancies
    inner join certificates on vacancies.vacancy_seq = certificates.vacancy_seq
    inner join reach
        on certificates.tie_no = reach.tie_no
        and vacancies.occupation_seq = reach.occupation_seq
    where certificates.certificates_held >= vacancies.certificate_needs
    group by vacancies.vacancy_seq
),

blocked as (
    select
        {% for code in blocks -%}
        sum({{ flag('blocks.is_' ~ code ~ ' <> 0') }}) as {{ code }}_people,
        {% endfor -%}
        blocks.employer_seq,
        reach.occupation_seq
    from blocks
    inner join reach on blocks.tie_no = reach.tie_no
    group by blocks.employer_seq, reach.occupation_seq
),

reserved as (
    select
        occupation_seq,
        reserved_employer_seq,
        count(*) as people
    from reach
    where reserved_employer_seq <> 0
    group by occupation_seq, reserved_employer_seq
),

counts as (
    select
        vacancies.vacancy_id,
        {% for code in match_filters() -%}
        {{ failing[code] }} as {{ code }}_count,
        {% endfor -%}
        reached.people as reached_count
    from vacancies
    inner join reached on vacancies.occupation_seq = reached.occupation_seq
    {% for day in days -%}
    left join {{ day }}_ready
        on vacancies.occupation_seq = {{ day }}_ready.occupation_seq
        and vacancies.start_day = {{ day }}_ready.moment
    {% endfor -%}
    left join level_ready
        on vacancies.occupation_seq = level_ready.occupation_seq
        and vacancies.must_level = level_ready.must_level
    left join certified on vacancies.vacancy_seq = certified.vacancy_seq
    left join blocked
        on vacancies.occupation_seq = blocked.occupation_seq
        and vacancies.employer_seq = blocked.employer_seq
    left join reserved
        on vacancies.occupation_seq = reserved.occupation_seq
        and vacancies.employer_seq = reserved.reserved_employer_seq
)

{% for code in match_filters() -%}
select
    vacancy_id,
    '{{ code }}' as filter_code,
    cast(reached_count as bigint) as reached_count,
    cast({{ code }}_count as bigint) as failing_count
from counts
{{ "union all" if not loop.last }}
{% endfor %}
