with points as (
    select * from {{ ref('int_pay_point') }}
),

cells as (
    select * from {{ ref('int_workforce') }}
    where has_recent_report and staff_count > 0
),

appointments as (
    select * from {{ ref('int_appointment') }}
    where is_holding
),

-- Three kinds of evidence: pay and grade of the staff, and grade of those appointed.
sent as (
    select
        'workforce_pay' as measure,
        uscc,
        region_code,
        occupation_code,
        job_sequence,
        ladder_rank,
        weight,
        pay_cents
    from points
    union all
    select
        'workforce_grade' as measure,
        uscc,
        region_code,
        occupation_code,
        job_sequence,
        ladder_rank,
        staff_count as weight,
        pay_grade as pay_cents
    from cells
    where pay_grade is not null
    union all
    select
        'appointment_grade' as measure,
        uscc,
        coalesce(region_code, 'unknown') as region_code,
        occupation_code,
        job_sequence,
        appointed_level as ladder_rank,
        1 as weight,
        pay_grade as pay_cents
    from appointments
    where pay_grade is not null and appointed_level is not null
),

{% set place = ['measure', 'uscc', 'region_code', 'occupation_code', 'job_sequence'] -%}
quartiles as (
    {{ pay_quartiles('sent', place + ['ladder_rank']) }}
),

counted as (
    select
        {{ place | join(',\n        ') }},
        ladder_rank,
        sum(weight) as weight
    from sent
    group by {{ place | join(', ') }}, ladder_rank
),

steps as (
    select
        {% for column in place -%}
        quartiles.{{ column }},
        {% endfor -%}
        quartiles.ladder_rank as higher_rank,
        quartiles.median_cents as higher_amount,
        counted.weight as higher_weight,
        lag(quartiles.ladder_rank) over (partition by {{ prefix_columns(place | join(', '), 'quartiles') }} order by quartiles.ladder_rank) as lower_rank,
        lag(quartiles.median_cents) over (partition by {{ prefix_columns(place | join(', '), 'quartiles') }} order by quartiles.ladder_rank) as lower_amount,
        lag(counted.weight) over (partition by {{ prefix_columns(place | join(', '), 'quartiles') }} order by quartiles.ladder_rank) as lower_weight
    from quartiles
    inner join counted
        on {% for column in place + ['ladder_rank'] %}quartiles.{{ column }} = counted.{{ column }}{{ " and " if not loop.last }}{% endfor %}
)

select
    {{ as_of() }} as as_of,
    measure,
    uscc,
    region_code,
    occupation_code,
    job_sequence,
    lower_rank,
    higher_rank,
    case when measure = 'workforce_pay' then {{ whole_yuan('lower_amount') }} else lower_amount end as lower_median,
    case when measure = 'workforce_pay' then {{ whole_yuan('higher_amount') }} else higher_amount end as higher_median,
    {% for side in ['lower', 'higher'] -%}
    cast(case when measure = 'workforce_pay' then {{ int_div(side ~ '_weight', 3) }} else {{ side }}_weight end as bigint) as {{ side }}_people,
    {% endfor -%}
    higher_amount < lower_amount as is_inverted,
    case when higher_amount < lower_amount then 'PAY_LEVEL_INVERSION' end as finding_code
from steps
where lower_rank is not null
