with tasks as (
    select * from {{ ref('int_college_task') }}
),

words as (
    select * from {{ ref('stg_code_vocabulary') }}
    where list = 'college_task'
)

select
    tasks.task_key,
    tasks.institution_code,
    cast(case
        when tasks.due_on <= {{ add_days(as_of_date(), 7) }} then 1
        when tasks.task_kind in ('dispute', 'finding_to_mend') then 2
        else 3
    end as bigint) as priority,
    tasks.due_on,
    tasks.task_kind,
    tasks.student_no as student_ref,
    tasks.class_name,
    words.name_en as what_to_do_en,
    words.name_zh as what_to_do_zh,
    tasks.since_date,
    {{ as_of() }} as as_of
from tasks
inner join words on tasks.task_kind = words.code
