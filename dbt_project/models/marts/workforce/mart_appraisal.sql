with applications as (
    select * from {{ ref('int_appraisal') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

{% set grain = ['body_code', 'occupation_code', 'ladder_rank', 'year'] -%}
{% set group = ['occupation_code', 'ladder_rank', 'year'] -%}
days as (
    select
        {{ grain | join(',\n        ') }},
        exam_date,
        count(*) as sat
    from applications
    where exam_date is not null and result in ('pass', 'fail')
    group by {{ grain | join(', ') }}, exam_date
),

peaks as (
    select
        {{ grain | join(',\n        ') }},
        max(sat) as same_day_volume
    from days
    group by {{ grain | join(', ') }}
),

counted as (
    select
        {{ grain | join(',\n        ') }},
        count(*) as applied,
        sum({{ flag("result = 'refused'") }}) as refused,
        {% for ground in ['quota', 'seniority', 'identity', 'qualification', 'other', 'unknown'] -%}
        sum({{ flag("refusal_ground = '" ~ ground ~ "'") }}) as refused_{{ ground }},
        {% endfor -%}
        sum({{ flag('is_barred_refusal') }}) as refused_barred,
        sum({{ flag("result = 'absent'") }}) as absent,
        sum({{ flag("result in ('pass', 'fail')") }}) as sat,
        sum({{ flag("result = 'pass'") }}) as passed,
        sum({{ flag("result is null") }}) as result_unknown,
        sum({{ flag('is_level_jump') }}) as level_jumps_without_prior,
        sum({{ flag('is_revoked') }}) as revoked,
        sum({{ flag('not is_on_roster') }}) as certificates_unmatched_to_roster,
        sum({{ flag("result = 'pass' and is_on_roster is null") }}) as certificates_roster_unknown,
        max(standard_version) as standard_version,
        count(distinct standard_version) as standard_version_count,
        sum({{ flag("result in ('pass', 'fail') and standard_version is null") }}) as standard_version_unknown
    from applications
    group by {{ grain | join(', ') }}
),

rates as (
    select
        {{ grain | join(',\n        ') }},
        cast({{ share('passed', 'sat') }} * 1000000 as bigint) as pass_millionths
    from counted
    where sat > 0
),

-- The peers of a body are the others that examined the same occupation and level in the year.
peers as (
    select
        counted.body_code,
        {% for column in group -%}
        counted.{{ column }},
        {% endfor -%}
        rates.pass_millionths,
        count(*) over (partition by counted.body_code, {{ prefix_columns(group | join(', '), 'counted') }}) as peer_count,
        row_number() over (
            partition by counted.body_code, {{ prefix_columns(group | join(', '), 'counted') }}
            order by rates.pass_millionths, rates.body_code
        ) as nth
    from counted
    inner join rates
        on counted.body_code <> rates.body_code
        {% for column in group -%}
        and counted.{{ column }} = rates.{{ column }}
        {% endfor -%}
),

peer_medians as (
    select
        {{ grain | join(',\n        ') }},
        max(peer_count) as peer_count,
        sum(pass_millionths) as middle_sum,
        count(*) as middle_count
    from peers
    where nth in ({{ int_div('peer_count + 1', 2) }}, {{ int_div('peer_count + 2', 2) }})
    group by {{ grain | join(', ') }}
),

judged as (
    select
        counted.*,
        coalesce(peaks.same_day_volume, 0) as same_day_volume,
        coalesce(peer_medians.peer_count, 0) as peer_count,
        peer_medians.middle_sum,
        peer_medians.middle_count,
        case
            when counted.sat = 0 then 'not_available'
            when counted.result_unknown > thresholds.max_unknown_share * (counted.sat + counted.result_unknown) then 'too_uncertain'
            when counted.year >= extract(year from {{ as_of_date() }}) then 'provisional'
            else 'ok'
        end as status
    from counted
    cross join thresholds
    left join peaks
        on {% for column in grain %}counted.{{ column }} = peaks.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    left join peer_medians
        on {% for column in grain %}counted.{{ column }} = peer_medians.{{ column }}{{ " and " if not loop.last }}{% endfor %}
)

select
    {{ as_of() }} as as_of,
    body_code,
    occupation_code,
    cast(ladder_rank as bigint) as ladder_rank,
    year,
    {% for column in ['applied', 'refused', 'refused_quota', 'refused_seniority', 'refused_identity', 'refused_qualification', 'refused_other', 'refused_unknown', 'refused_barred', 'absent', 'sat', 'passed', 'level_jumps_without_prior', 'same_day_volume', 'revoked', 'certificates_unmatched_to_roster', 'certificates_roster_unknown'] -%}
    cast({{ column }} as bigint) as {{ column }},
    {% endfor -%}
    refused_barred > 0 as has_barred_refusal,
    standard_version,
    cast(standard_version_count as bigint) as standard_version_count,
    cast(standard_version_unknown as bigint) as standard_version_unknown,
    cast(peer_count as bigint) as peer_count,
    case
        when peer_count > 0
            then cast({{ int_div('2 * cast(middle_sum as bigint) + middle_count', '2 * middle_count') }} * cast(0.000001 as decimal(7, 6)) as decimal(18, 6))
    end as pass_rate_peer_median,
    cast(passed as bigint) as numerator,
    cast(sat as bigint) as denominator,
    cast(result_unknown as bigint) as unknown,
    case when status in ('ok', 'provisional') then {{ share('passed', 'sat') }} end as value,
    status
from judged
