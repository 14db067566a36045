with findings as (
    select * from {{ source('internal', 'finding') }}
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
)

select
    findings.delivery_no,
    findings.feed,
    findings.rule,
    findings.kind,
    findings.severity,
    findings.sheet,
    findings.row_no,
    findings.column_name
from findings
inner join deliveries on findings.delivery_no = deliveries.delivery_no
