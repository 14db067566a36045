with demands as (
    select * from {{ ref('int_match_demand') }}
),

kinds as (
    select * from {{ ref('int_match_certificate_kind') }}
),

named as (
    select
        demands.vacancy_seq,
        cast(demands.kind_seq as {{ dbt.type_string() }}) as kind_name,
        kinds.cert_type in ('special_operation', 'special_equipment') as is_by_law
    from demands
    inner join kinds on demands.kind_seq = kinds.kind_seq
),

listed as (
    select
        vacancy_seq,
        'asked' as extent,
        {{ sorted_list('kind_name') }} as kind_names
    from named
    group by vacancy_seq
    union all
    select
        vacancy_seq,
        'by_law' as extent,
        {{ sorted_list('kind_name') }} as kind_names
    from named
    where is_by_law
    group by vacancy_seq
),

numbered as (
    select
        vacancy_seq,
        extent,
        dense_rank() over (order by kind_names) as set_seq
    from listed
)

select
    vacancy_seq,
    max(case when extent = 'asked' then set_seq end) as asked_set_seq,
    coalesce(max(case when extent = 'by_law' then set_seq end), 0) as by_law_set_seq
from numbered
group by vacancy_seq
