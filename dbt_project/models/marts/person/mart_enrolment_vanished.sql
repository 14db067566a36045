with vanished as (
    select * from {{ ref('int_enrolment_vanished') }}
)

select
    institution_code,
    coalesce(major_class, 'unknown') as major_class,
    count(*) as spell_count,
    cast(sum(case when is_due then 1 else 0 end) as bigint) as due_count,
    cast(sum(case when expected_end is null then 1 else 0 end) as bigint) as end_unknown_count,
    {{ as_of() }} as as_of
from vanished
group by institution_code, coalesce(major_class, 'unknown')
