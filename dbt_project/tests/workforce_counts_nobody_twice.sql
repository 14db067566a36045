{#
    What:    the people, applications and appointments of the workforce marts add up to those of the models below them.
    Why:     every one of these marts joins places, levels or rates to counts; a join that fans out counts people twice
             and moves every share with it.
    Resolve: look for the join of the mart named that finds two rows for one; aggregate before it.
#}
with found as (
    select
        'mart_workforce' as mart,
        coalesce(sum(people), 0) as found_count
    from {{ ref('mart_workforce') }}
    union all
    select
        'mart_workforce_outlook' as mart,
        coalesce(sum(staff_count), 0) as found_count
    from {{ ref('mart_workforce_outlook') }}
    union all
    select
        'mart_treatment' as mart,
        coalesce(sum(denominator), 0) as found_count
    from {{ ref('mart_treatment') }}
    where region_code = '*' and employment_form = '*'
    union all
    select
        'mart_appointment_integrity' as mart,
        coalesce(sum(appointments), 0) as found_count
    from {{ ref('mart_appointment_integrity') }}
    union all
    select
        'mart_appraisal' as mart,
        coalesce(sum(applied), 0) as found_count
    from {{ ref('mart_appraisal') }}
    union all
    select
        'mart_appraisal_admission' as mart,
        coalesce(sum(applied), 0) as found_count
    from {{ ref('mart_appraisal_admission') }}
    where dimension = 'employment_form'
    union all
    select
        'mart_multi_skilled' as mart,
        coalesce(sum(denominator), 0) as found_count
    from {{ ref('mart_multi_skilled') }}
    where occupation_span = '*'
    union all
    select
        'mart_learning' as mart,
        coalesce(sum(denominator), 0) as found_count
    from {{ ref('mart_learning') }}
    group by window_months
),

expected as (
    select
        'mart_workforce' as mart,
        coalesce(sum(staff_count), 0) as expected_count
    from {{ ref('int_workforce') }}
    where has_recent_report
    union all
    select
        'mart_workforce_outlook' as mart,
        coalesce(sum(staff_count), 0) as expected_count
    from {{ ref('int_workforce') }}
    where has_recent_report
    union all
    select
        'mart_treatment' as mart,
        coalesce(sum(staff_count), 0) as expected_count
    from {{ ref('int_workforce') }}
    where has_recent_report
    union all
    select
        'mart_appointment_integrity' as mart,
        coalesce(count(*), 0) as expected_count
    from {{ ref('int_appointment') }}
    union all
    select
        'mart_appraisal' as mart,
        coalesce(count(*), 0) as expected_count
    from {{ ref('int_appraisal') }}
    union all
    select
        'mart_appraisal_admission' as mart,
        coalesce(count(*), 0) as expected_count
    from {{ ref('int_appraisal') }}
    union all
    select
        'mart_multi_skilled' as mart,
        coalesce(count(*), 0) as expected_count
    from {{ ref('int_certified_person') }}
    where occupation_count >= 1
    union all
    select
        'mart_learning' as mart,
        coalesce(sum(staff_count), 0) as expected_count
    from {{ ref('int_workforce') }}
    where has_recent_report
)

select
    found.mart,
    found.found_count,
    expected.expected_count
from found
inner join expected on found.mart = expected.mart
where found.found_count <> expected.expected_count
