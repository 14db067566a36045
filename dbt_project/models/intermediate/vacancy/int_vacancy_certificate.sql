with vacancies as (
    select * from {{ ref('int_vacancy') }}
    where unmatched_reason is null
),

vocabulary as (
    select * from {{ ref('stg_code_vocabulary') }}
    where list = 'cert_type'
),

asked as (
    select
        vacancy_id,
        occupation_code,
        start_date,
        {{ explode('certificate_required') }} as wording
    from vacancies
),

-- A demand is a kind of certificate, optionally with the work type in brackets of either width.
plain as (
    select
        *,
        replace(replace(replace(replace(replace(replace(wording, '（', '('), '）', ')'), '[', '('), ']', ')'), '【', '('), '】', ')') as plain_wording
    from asked
),

split as (
    select distinct
        vacancy_id,
        occupation_code,
        start_date,
        trim(split_part(plain_wording, '(', 1)) as kind,
        nullif(trim(replace(split_part(plain_wording, '(', 2), ')', '')), '') as work_type
    from plain
),

named as (
    select
        split.*,
        coalesce(vocabulary.code, split.kind) as cert_type
    from split
    left join vocabulary
        on split.kind = vocabulary.code
        or split.kind = vocabulary.name_zh
        or lower(split.kind) = lower(vocabulary.name_en)
)

select
    {{ surrogate_key(['vacancy_id', 'cert_type', 'work_type']) }} as demand_key,
    vacancy_id,
    occupation_code,
    start_date,
    cert_type,
    work_type
from named
group by vacancy_id, occupation_code, start_date, cert_type, work_type
