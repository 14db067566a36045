{% set bits = range(19, -1, -1) %}

with counts as (
    select * from {{ ref('int_fairness_count') }}
    where pool_people > 0
),

-- The upper end of a share is one less the lower end of its complement.
step_20 as (
    select distinct
        selected_people as hits,
        pool_people as trials,
        cast(0 as bigint) as low,
        cast(0 as bigint) as missed_low
    from counts
),
{% for bit in bits %}
step_{{ bit }} as (
    select
        hits,
        trials,
        case when {{ is_below_wilson('(low + ' ~ 2 ** bit ~ ')', 'hits', 'trials') }} then low + {{ 2 ** bit }} else low end as low,
        case
            when {{ is_below_wilson('(missed_low + ' ~ 2 ** bit ~ ')', '(trials - hits)', 'trials') }} then missed_low + {{ 2 ** bit }}
            else missed_low
        end as missed_low
    from step_{{ bit + 1 }}
){{ "," if not loop.last }}
{% endfor %}

select
    hits,
    trials,
    cast(low * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)) as interval_low,
    cast((1000000 - missed_low) * cast(0.000001 as decimal(7, 6)) as decimal(18, 6)) as interval_high
from step_0
