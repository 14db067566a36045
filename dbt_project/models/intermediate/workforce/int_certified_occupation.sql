with certificates as (
    select * from {{ ref('int_certificate') }}
    where
        cert_type in ('level', 'qualification')
        and occupation_code is not null
        and ladder_rank >= 1
),

thresholds as (
    select * from {{ ref('int_threshold') }}
)

select
    certificates.person_key,
    certificates.occupation_code,
    max(case
        when certificates.expiry is null or certificates.expiry >= {{ as_of_date() }} then certificates.ladder_rank
    end) as ladder_rank,
    max(certificates.ladder_rank) as best_rank,
    max(case
        when certificates.issue_date <= {{ add_months(as_of_date(), -12) }} then certificates.ladder_rank
    end) as best_rank_a_year_ago,
    max(case
        when certificates.issue_date <= {{ add_months(as_of_date(), '-thresholds.learning_recent_months') }} then certificates.ladder_rank
    end) as best_rank_before_recent,
    max(case
        when certificates.issue_date <= {{ add_months(as_of_date(), '-thresholds.learning_long_months') }} then certificates.ladder_rank
    end) as best_rank_before_long
from certificates
cross join thresholds
group by certificates.person_key, certificates.occupation_code
