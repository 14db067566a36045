with findings as (
    select * from {{ ref('stg_finding') }}
    where kind = 'compliance' and feed <> 'internship'
),

deliveries as (
    select * from {{ ref('stg_delivery') }}
),

{% for feed, columns in compliance_feeds().items() -%}
{{ feed }}_rows as (
    select
        delivery_no,
        row_no,
        sheet,
        {% for kind in ['college', 'enterprise', 'body'] -%}
        {{ columns[kind] or "cast(null as " ~ dbt.type_string() ~ ")" }} as {{ kind }}_code,
        {% endfor -%}
        {{ 'is_current' if columns.is_snapshot else 'true' }} as is_current
    from {{ ref('stg_' ~ feed) }}
),

{% endfor -%}

-- A finding counts only while the row it is about is in force.
broken as (
    {% for feed in compliance_feeds() -%}
    select
        findings.*,
        {{ feed }}_rows.college_code,
        {{ feed }}_rows.enterprise_code,
        {{ feed }}_rows.body_code,
        {{ feed }}_rows.is_current
    from findings
    inner join {{ feed }}_rows
        on findings.feed = '{{ feed }}'
        and findings.delivery_no = {{ feed }}_rows.delivery_no
        and findings.row_no = {{ feed }}_rows.row_no
        and coalesce(findings.sheet, '') = coalesce({{ feed }}_rows.sheet, '')
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

breaches as (
    select
        feed,
        delivery_no,
        sheet,
        row_no,
        rule,
        min(severity) as severity,
        max(college_code) as college_code,
        max(enterprise_code) as enterprise_code,
        max(body_code) as body_code,
        min(column_name) as measured,
        max(case when is_current then 1 else 0 end) = 1 as is_current
    from broken
    group by feed, delivery_no, sheet, row_no, rule
)

select
    {{ surrogate_key(['breaches.delivery_no', 'breaches.sheet', 'breaches.row_no', 'breaches.rule']) }} as breach_key,
    breaches.feed,
    breaches.rule,
    breaches.severity,
    breaches.measured,
    case
        when breaches.college_code is not null then 'college'
        when breaches.enterprise_code is not null then 'enterprise'
        when breaches.body_code is not null then 'body'
        else 'office'
    end as attached_to,
    coalesce(breaches.college_code, breaches.enterprise_code, breaches.body_code, deliveries.sender) as organisation_code,
    breaches.college_code,
    breaches.enterprise_code,
    deliveries.sender,
    deliveries.period,
    {{ civil_date('deliveries.received_at') }} as received_on,
    breaches.is_current
from breaches
inner join deliveries on breaches.delivery_no = deliveries.delivery_no
