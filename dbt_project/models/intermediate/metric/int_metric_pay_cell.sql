with facts as (
    select * from {{ ref('int_metric_pay') }}
),

groupings as (
    select * from {{ ref('int_metric_grouping') }}
),

spread as (
    {{ metric_spread(extra_columns=['is_mature', 'pay_cents', 'employer_uscc']) }}
),

ranked as (
    select
        *,
        count(pay_cents) over (partition by cohort, cutoff_date, cell_college, cell_major_class) as known_count,
        row_number() over (
            partition by cohort, cutoff_date, cell_college, cell_major_class
            order by case when pay_cents is null then 1 else 0 end, pay_cents
        ) as nth
    from spread
),

employers as (
    select
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        employer_uscc,
        count(*) as paid_count
    from spread
    where pay_cents is not null and employer_uscc is not null
    group by cohort, cutoff_date, cell_college, cell_major_class, employer_uscc
),

concentration as (
    select
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        count(*) as employer_count,
        max(paid_count) as top_employer_count
    from employers
    group by cohort, cutoff_date, cell_college, cell_major_class
),

-- Type 7: the q-th quarter lies q * (n - 1) / 4 places after the lowest; whole places and quarters of a place.
quartiles as (
    select
        cohort,
        cutoff_date,
        cell_college,
        cell_major_class,
        max(case when is_mature then 1 else 0 end) as is_mature,
        count(*) as denominator,
        {% for quarter in [1, 2, 3] -%}
        max(case when nth = 1 + {{ int_div(quarter ~ " * greatest(known_count - 1, 0)", 4) }} then pay_cents end) as low_{{ quarter }},
        max(case when nth = 2 + {{ int_div(quarter ~ " * greatest(known_count - 1, 0)", 4) }} then pay_cents end) as high_{{ quarter }},
        max(mod({{ quarter }} * greatest(known_count - 1, 0), 4)) as quarters_{{ quarter }},
        {% endfor -%}
        max(known_count) as numerator
    from ranked
    group by cohort, cutoff_date, cell_college, cell_major_class
)

select
    quartiles.cohort,
    quartiles.cutoff_date,
    quartiles.cell_college,
    quartiles.cell_major_class,
    quartiles.is_mature,
    quartiles.denominator,
    quartiles.numerator,
    {% for quarter in [1, 2, 3] -%}
    {{ int_div("4 * low_" ~ quarter ~ " + quarters_" ~ quarter ~ " * (coalesce(high_" ~ quarter ~ ", low_" ~ quarter ~ ") - low_" ~ quarter ~ ") + 200", 400) }} as pay_{{ quarter }},
    {% endfor -%}
    coalesce(concentration.employer_count, 0) as employer_count,
    coalesce(concentration.top_employer_count, 0) as top_employer_count
from quartiles
left join concentration
    on quartiles.cohort = concentration.cohort
    and quartiles.cutoff_date = concentration.cutoff_date
    and quartiles.cell_college = concentration.cell_college
    and quartiles.cell_major_class = concentration.cell_major_class
