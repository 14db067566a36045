with sets as (
    select * from {{ ref('int_doctor_demand') }}
),

demands as (
    select * from {{ ref('int_match_demand') }}
),

kinds as (
    select * from {{ ref('int_match_certificate_kind') }}
),

permits as (
    select * from {{ ref('int_match_permit') }}
    where from_day <= to_day
),

kinds_of_sets as (
    select
        sets.asked_set_seq as set_seq,
        demands.kind_seq
    from sets
    inner join demands on sets.vacancy_seq = demands.vacancy_seq
    union
    select
        sets.by_law_set_seq as set_seq,
        demands.kind_seq
    from sets
    inner join demands on sets.vacancy_seq = demands.vacancy_seq
    inner join kinds on demands.kind_seq = kinds.kind_seq
    where sets.by_law_set_seq > 0 and kinds.cert_type in ('special_operation', 'special_equipment')
),

needs as (
    select
        set_seq,
        count(*) as kinds_needed
    from kinds_of_sets
    group by set_seq
),

-- Certificates of one kind that overlap or follow each other are one span, so that a kind counts once on any day.
preceded as (
    select
        tie_no,
        kind_seq,
        from_day,
        to_day,
        max(to_day) over (
            partition by tie_no, kind_seq
            order by from_day, to_day
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from permits
),

parted as (
    select
        tie_no,
        kind_seq,
        from_day,
        to_day,
        sum({{ flag('covered_until is null or from_day > covered_until + 1') }}) over (
            partition by tie_no, kind_seq
            order by from_day, to_day
            rows between unbounded preceding and current row
        ) as part
    from preceded
),

spans as (
    select
        tie_no,
        kind_seq,
        min(from_day) as from_day,
        max(to_day) as to_day
    from parted
    group by tie_no, kind_seq, part
),

changes as (
    select
        kinds_of_sets.set_seq,
        spans.tie_no,
        spans.from_day as moment,
        1 as kinds_gained
    from kinds_of_sets
    inner join spans on kinds_of_sets.kind_seq = spans.kind_seq
    union all
    select
        kinds_of_sets.set_seq,
        spans.tie_no,
        spans.to_day + 1 as moment,
        -1 as kinds_gained
    from kinds_of_sets
    inner join spans on kinds_of_sets.kind_seq = spans.kind_seq
),

moments as (
    select
        set_seq,
        tie_no,
        moment,
        sum(kinds_gained) as kinds_gained
    from changes
    group by set_seq, tie_no, moment
),

held as (
    select
        set_seq,
        tie_no,
        moment as from_day,
        lead(moment) over (partition by set_seq, tie_no order by moment) - 1 as to_day,
        sum(kinds_gained) over (
            partition by set_seq, tie_no
            order by moment
            rows between unbounded preceding and current row
        ) as kinds_held
    from moments
)

select
    held.set_seq,
    held.tie_no,
    held.from_day,
    held.to_day
from held
inner join needs
    on held.set_seq = needs.set_seq
    and held.kinds_held = needs.kinds_needed
