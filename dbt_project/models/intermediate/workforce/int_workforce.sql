with history as (
    select * from {{ ref('int_workforce_history') }}
    where is_newest
),

enterprises as (
    select * from {{ ref('int_workforce_enterprise') }}
),

reach as (
    select * from {{ ref('int_retirement_reach') }}
),

-- One gender gives the other; two that do not add up to the people tell nothing.
split as (
    select
        *,
        case
            when male_count + female_count = staff_count then male_count
            when female_count is null and male_count <= staff_count then male_count
            when male_count is null and female_count <= staff_count then staff_count - female_count
            else 0
        end as men,
        case
            when male_count + female_count = staff_count then female_count
            when female_count is null and male_count <= staff_count then staff_count - male_count
            when male_count is null and female_count <= staff_count then female_count
            else 0
        end as women
    from history
)

select
    split.uscc,
    enterprises.region_code,
    enterprises.industry,
    enterprises.is_due,
    enterprises.has_recent_report,
    split.period,
    {% for column in workforce_cell() -%}
    split.{{ column }},
    {% endfor -%}
    split.staff_count,
    split.staff_count - split.men - split.women as gender_unknown_count,
    {% for years in [1, 3, 5] -%}
    {% for name, reached, otherwise in [('low', 'certain', 0), ('high', 'possible', 1)] -%}
    split.men * coalesce(men.{{ reached }}_{{ years }}y, {{ otherwise }})
    + split.women * coalesce(women.{{ reached }}_{{ years }}y, {{ otherwise }})
    + (split.staff_count - split.men - split.women) * coalesce(others.{{ reached }}_{{ years }}y, {{ otherwise }})
        as retiring_{{ years }}y_{{ name }},
    {% endfor -%}
    {% endfor -%}
    split.p25_pay_cents,
    split.median_pay_cents,
    split.p75_pay_cents,
    split.pay_grade,
    split.appointed_count,
    split.certified_count,
    split.new_hires is null as is_hires_unknown,
    split.leavers is null as is_leavers_unknown,
    split.coverage
from split
inner join enterprises on split.uscc = enterprises.uscc
left join reach as men
    on split.age_band = men.age_band
    and split.job_sequence = men.job_sequence
    and men.gender = 'male'
left join reach as women
    on split.age_band = women.age_band
    and split.job_sequence = women.job_sequence
    and women.gender = 'female'
left join reach as others
    on split.age_band = others.age_band
    and split.job_sequence = others.job_sequence
    and others.gender = 'unknown'
