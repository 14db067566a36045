with found as (
    select * from {{ ref('int_destination_check') }}
)

select
    {{ surrogate_key(['check_id', 'reason', 'subject_kind', 'subject_code', 'counterpart_code', 'cohort', 'cutoff_date']) }} as finding_key,
    check_id,
    reason,
    subject_kind,
    subject_code,
    counterpart_code,
    cohort,
    cutoff_date,
    case when check_id = 'D11' then 'error' else 'warning' end as severity,
    count(distinct row_key) as row_count,
    -- Of an employer's days since registration the fewest weigh most, of everything else the most.
    case when reason = 'employer_newly_registered' then min(measured_value) else max(measured_value) end as measured_value,
    max(threshold_value) as threshold_value,
    min(first_seen) as first_seen,
    {{ as_of() }} as as_of
from found
group by check_id, reason, subject_kind, subject_code, counterpart_code, cohort, cutoff_date
