with reports as (
    select * from {{ ref('stg_workforce_period') }}
),

-- The office may report for an enterprise: of two senders of one month the later delivery counts, never both.
sent as (
    select
        uscc,
        period,
        sender,
        max(delivery_no) as delivery_no
    from reports
    group by uscc, period, sender
),

chosen as (
    select
        *,
        row_number() over (partition by uscc, period order by delivery_no desc, sender asc) as nth,
        max(period) over (partition by uscc) as newest_period
    from sent
)

select
    reports.uscc,
    reports.period,
    {{ add_days(add_months("cast(reports.period || '-01' as date)", 1), -1) }} as reported_on,
    reports.period = chosen.newest_period as is_newest,
    reports.occupation_code,
    reports.post_name,
    reports.job_sequence,
    cast(reports.staff_level as bigint) as ladder_rank,
    reports.age_band,
    reports.employment_form,
    reports.staff_count,
    reports.male_count,
    reports.female_count,
    cast(reports.median_pay * 100 as bigint) as median_pay_cents,
    cast(reports.p25_pay * 100 as bigint) as p25_pay_cents,
    cast(reports.p75_pay * 100 as bigint) as p75_pay_cents,
    reports.pay_grade,
    reports.appointed_count,
    reports.certified_count,
    reports.new_hires,
    reports.leavers,
    reports.coverage
from reports
inner join chosen
    on reports.uscc = chosen.uscc
    and reports.period = chosen.period
    and reports.sender = chosen.sender
where chosen.nth = 1
