with thresholds as (
    select * from {{ ref('stg_code_thresholds') }}
),

in_force as (
    select
        name,
        cast(value as decimal(18, 6)) as value
    from thresholds
    where
        (valid_from is null or valid_from <= {{ as_of_date() }})
        and (valid_to is null or valid_to >= {{ as_of_date() }})
)

select
    cast(max(case when name = 'max_unknown_share' then value end) as decimal(18, 6)) as max_unknown_share,
    cast(max(case when name = 'k_anonymity' then value end) as bigint) as k_anonymity,
    cast(max(case when name = 'min_denominator_internal' then value end) as bigint) as min_denominator_internal,
    cast(cast(max(case when name = 'home_city' then value end) as bigint) as {{ dbt.type_string() }}) as home_city,
    cast(max(case when name = 'pool_months_before_end' then value end) as bigint) as pool_months_before_end,
    cast(max(case when name = 'pool_months_after_end' then value end) as bigint) as pool_months_after_end,
    cast(max(case when name = 'seeking_confirmed_days' then value end) as bigint) as seeking_confirmed_days,
    cast(max(case when name = 'intern_conversion_months' then value end) as bigint) as intern_conversion_months,
    cast(max(case when name = 'internship_full_months' then value end) as bigint) as internship_full_months,
    cast(max(case when name = 'skills_per_vacancy' then value end) as bigint) as skills_per_vacancy,
    cast(max(case when name = 'certificate_window_days' then value end) as bigint) as certificate_window_days,
    cast(max(case when name = 'workforce_report_months' then value end) as bigint) as workforce_report_months,
    cast(max(case when name = 'workforce_due_headcount' then value end) as bigint) as workforce_due_headcount,
    cast(max(case when name = 'learning_recent_months' then value end) as bigint) as learning_recent_months,
    cast(max(case when name = 'learning_long_months' then value end) as bigint) as learning_long_months,
    cast(max(case when name = 'equal_pay_ratio' then value end) as decimal(18, 6)) as equal_pay_ratio,
    cast(max(case when name = 'late_parent_hold_days' then value end) as bigint) as late_parent_hold_days,
    cast(max(case when name = 'employer_share_max' then value end) as decimal(18, 6)) as employer_share_max,
    cast(max(case when name = 'employer_share_min_graduates' then value end) as bigint) as employer_share_min_graduates,
    cast(max(case when name = 'new_employer_days' then value end) as bigint) as new_employer_days,
    cast(max(case when name = 'rate_jump_days' then value end) as bigint) as rate_jump_days,
    cast(max(case when name = 'rate_jump_share' then value end) as decimal(18, 6)) as rate_jump_share,
    cast(max(case when name = 'same_day_signings' then value end) as bigint) as same_day_signings,
    cast(max(case when name = 'same_pay_people' then value end) as bigint) as same_pay_people,
    cast(cast(max(case when name = 'hr_industry_group' then value end) as bigint) as {{ dbt.type_string() }}) as hr_industry_group,
    cast(max(case when name = 'rate_check_min_peers' then value end) as bigint) as rate_check_min_peers,
    cast(max(case when name = 'flexible_share_deviations' then value end) as bigint) as flexible_share_deviations,
    cast(max(case when name = 'training_budget_cny' then value end) as bigint) as training_budget_cny,
    cast(max(case when name = 'training_cost_min_people' then value end) as bigint) as training_cost_min_people,
    cast(max(case when name = 'plan_quota_share' then value end) as decimal(18, 6)) as plan_quota_share,
    cast(max(case when name = 'plan_quota_min_seats' then value end) as bigint) as plan_quota_min_seats,
    cast(max(case when name = 'fairness_min_ratio' then value end) as decimal(18, 6)) as fairness_min_ratio,
    cast(max(case when name = 'fairness_min_group_share' then value end) as decimal(18, 6)) as fairness_min_group_share,
    cast(max(case when name = 'worklist_days' then value end) as bigint) as worklist_days,
    cast(max(case when name = 'introduction_answer_days' then value end) as bigint) as introduction_answer_days,
    cast(max(case when name = 'match_acceptance_days' then value end) as bigint) as match_acceptance_days,
    cast(max(case when name = 'award_years' then value end) as bigint) as award_years,
    cast(max(case when name = 'paid_days_per_month' then value end) as decimal(18, 6)) as paid_days_per_month
from in_force
