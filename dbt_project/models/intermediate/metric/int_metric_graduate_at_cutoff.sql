with graduates as (
    select * from {{ ref('int_destination_at_cutoff') }}
    where in_denominator
),

groups as (
    select * from {{ ref('int_metric_graduate_group') }}
)

select
    graduates.*,
    groups.gender,
    groups.region_code
from graduates
left join groups on graduates.graduate_key = groups.graduate_key
