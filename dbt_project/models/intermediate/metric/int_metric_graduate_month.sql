with graduates as (
    select * from {{ ref('int_graduate') }}
    where has_diploma
),

destinations as (
    select * from {{ ref('int_destination') }}
),

groups as (
    select * from {{ ref('int_metric_graduate_group') }}
),

months as (
    {% for month in [3, 4, 5, 6, 7, 8, 12] -%}
    select {{ month }} as months_after
    {{ "union all" if not loop.last }}
    {% endfor %}
),

begun as (
    select
        graduates.*,
        months.months_after,
        {{ month_start('graduates.graduated_on') }} as graduation_month
    from graduates
    cross join months
),

due as (
    select
        *,
        {{ add_months('graduation_month', 'months_after - 1') }} as carried_from,
        {{ add_days(add_months('graduation_month', 'months_after + 1'), -1) }} as month_end
    from begun
),

-- A status holds until the next one: at most one holds on a day.
holding as (
    select
        *,
        lead(status_date) over (
            partition by institution_code, student_no, cohort
            order by status_date
        ) as next_status_date
    from destinations
),

latest as (
    select
        due.graduate_key,
        due.months_after,
        holding.*
    from due
    inner join holding
        on due.institution_code = holding.institution_code
        and due.student_no = holding.student_no
        and due.cohort = holding.cohort
        and due.month_end >= holding.status_date
    where holding.next_status_date is null or holding.next_status_date > due.month_end
),

-- A status speaks for its own month and the next; an older, disputed or uncoded one says nothing.
judged as (
    select
        due.*,
        coalesce(latest.in_denominator, true) as in_denominator,
        coalesce(
            latest.status_date >= due.carried_from and not latest.is_disputed and latest.destination_group is not null,
            false
        ) as is_known,
        latest.is_settled,
        latest.is_employed,
        latest.is_directly_employed,
        latest.destination_code,
        latest.employer_uscc
    from due
    left join latest
        on due.graduate_key = latest.graduate_key
        and due.months_after = latest.months_after
)

select
    judged.graduate_key,
    judged.cohort,
    judged.months_after,
    judged.month_end,
    judged.month_end <= {{ as_of_date() }} as is_over,
    judged.institution_code,
    judged.major_class,
    judged.tier,
    groups.region_code,
    groups.gender,
    judged.in_denominator,
    judged.is_known,
    judged.is_known and judged.is_settled as is_settled,
    judged.is_known and judged.is_employed as is_employed,
    judged.is_known and judged.destination_code = '46' as is_called_to_service,
    case when judged.is_known then judged.employer_uscc end as employer_uscc,
    case
        when not (judged.is_known and judged.is_settled) then null
        when judged.is_directly_employed then judged.employer_uscc
        else judged.destination_code
    end as place
from judged
left join groups on judged.graduate_key = groups.graduate_key
