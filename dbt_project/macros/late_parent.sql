{#
    What a row of a feed hangs on (design.md, "How data flows" 5): by feed, the parents whose absence holds the row.

    Only the sender's own organisation and what the row is a part of. The host of an internship, the employer of a
    graduate and the base of a session may lie outside the registers: a row is never held for them.
#}
{% macro late_parents() -%}
    {%- set college = {'parent': 'college', 'on': [('institution_code', 'institution_code')]} -%}
    {%- set enterprise = {'parent': 'enterprise', 'on': [('uscc', 'uscc')]} -%}
    {%- set student = {
        'parent': 'enrolment', 'on': [('institution_code', 'institution_code'), ('student_no', 'student_no')],
    } -%}
    {%- set plan = {'parent': 'training_plan', 'on': [('plan_id', 'plan_id')]} -%}
    {%- set session = {'parent': 'training_session', 'on': [('session_id', 'session_id')]} -%}
    {{ return({
        'enrolment': [college],
        'job_intention': [college, student],
        'internship': [college, student],
        'destination': [college, student],
        'partnership': [college, enterprise],
        'award': [college],
        'training_base': [college, enterprise],
        'vacancy': [enterprise],
        'workforce': [enterprise],
        'appointment': [enterprise],
        'mentorship': [enterprise],
        'training_plan': [college, enterprise],
        'training_session': [enterprise, plan],
        'training_record': [enterprise, session],
        'training_fund': [enterprise, plan],
        'inspection': [plan],
    }) }}
{%- endmacro %}


{#
    Select: the rows of one feed in force whose parent is known nowhere. A parent feed that nobody ever sent is no
    parent: nothing is held for it.
#}
{% macro late_rows(feed) -%}
{%- for link in late_parents()[feed] %}
select
    '{{ feed }}' as feed,
    '{{ link.parent }}' as parent_feed,
    child.sender,
    child.delivery_no,
    child.sheet,
    child.row_no
from {{ ref('stg_' ~ feed) }} as child
cross join (select count(*) as parent_count from {{ ref('stg_' ~ link.parent) }}) as sent_parents
left join (
    select distinct
        {% for _, parent_column in link.on -%}
        {{ parent_column }}{{ "," if not loop.last }}
        {% endfor -%}
    from {{ ref('stg_' ~ link.parent) }}
) as parent
    on {% for child_column, parent_column in link.on -%}
    {{ "and " if not loop.first }}child.{{ child_column }} = parent.{{ parent_column }}
    {% endfor -%}
where
    sent_parents.parent_count > 0
    and parent.{{ link.on[0][1] }} is null
    {% for child_column, _ in link.on -%}
    and child.{{ child_column }} is not null
    {% endfor -%}
{{ "union all" if not loop.last }}
{%- endfor %}
{%- endmacro %}


{#
    Select: the rows of one feed in force without those that wait for a parent. Sums are made of these, but for money:
    what was paid for a plan that never came is the unknown of the plans (plan_spent_rate), and without it they would look
    certain. It reads the feed and its own parents and not int_late_parent, in which all feeds meet: what matching may
    read is held by column.
#}
{% macro rows_with_parent(feed) -%}
with in_force as (
    select * from {{ ref('stg_' ~ feed) }}
),

late as (
    select distinct
        delivery_no,
        sheet,
        row_no
    from (
        {{ late_rows(feed) | indent(8) }}
    ) as waiting
)

select in_force.*
from in_force
left join late
    on in_force.delivery_no = late.delivery_no
    and coalesce(in_force.sheet, '') = coalesce(late.sheet, '')
    and in_force.row_no = late.row_no
where late.delivery_no is null
{%- endmacro %}
