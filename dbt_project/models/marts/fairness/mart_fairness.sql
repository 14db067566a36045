with counts as (
    select * from {{ ref('int_fairness_count') }}
),

intervals as (
    select * from {{ ref('int_fairness_interval') }}
),

references_chosen as (
    select * from {{ ref('int_fairness_reference') }}
),

conditional as (
    select * from {{ ref('int_fairness_conditional') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

whole as (
    select
        list_kind,
        pool_people
    from counts
    where attribute = 'all'
),

compared as (
    select
        counts.*,
        intervals.interval_low,
        intervals.interval_high,
        conditional.conditional_ratio,
        of_reference.interval_low as reference_low,
        references_chosen.selected_share as reference_share,
        references_chosen.selected_people as reference_selected,
        references_chosen.pool_people as reference_people,
        references_chosen.exposure as reference_exposure,
        references_chosen.group_code = counts.group_code as is_reference,
        whole.pool_people as whole_people,
        counts.pool_people < thresholds.fairness_min_group_share * whole.pool_people as is_small,
        thresholds.fairness_min_ratio,
        case when counts.pool_people > 0 then {{ share('counts.selected_people', 'counts.pool_people') }} end as selected_share
    from counts
    cross join thresholds
    inner join whole on counts.list_kind = whole.list_kind
    left join references_chosen
        on counts.list_kind = references_chosen.list_kind
        and counts.attribute = references_chosen.attribute
    left join intervals
        on counts.selected_people = intervals.hits
        and counts.pool_people = intervals.trials
    left join intervals as of_reference
        on references_chosen.selected_people = of_reference.hits
        and references_chosen.pool_people = of_reference.trials
    left join conditional
        on counts.list_kind = conditional.list_kind
        and counts.attribute = conditional.attribute
        and counts.group_code = conditional.group_code
),

judged as (
    select
        *,
        case
            when attribute = 'all' then 'whole'
            when pool_people = 0 then 'empty_group'
            when is_small then 'small_group'
            when reference_people is null then 'no_reference'
            when is_reference then 'reference'
            when selected_people * reference_people >= fairness_min_ratio * (reference_selected * pool_people) then 'at_least_ratio'
            when
                (reference_share - selected_share) * (reference_share - selected_share)
                > (reference_share - reference_low) * (reference_share - reference_low)
                + (interval_high - selected_share) * (interval_high - selected_share)
                then 'beyond_chance'
            else 'within_chance'
        end as reason
    from compared
)

select
    list_kind,
    attribute,
    group_code,
    {{ as_of() }} as as_of,
    selected_people as numerator,
    pool_people as denominator,
    cast(0 as bigint) as unknown,
    pool_people - selected_people as not_selected_people,
    selected_share as value,
    case when pool_people > 0 then 'ok' else 'not_available' end as status,
    interval_low,
    interval_high,
    {{ share_or_null('pool_people', 'whole_people') }} as pool_share,
    coalesce(is_reference, false) as is_reference,
    case
        when reference_people > 0 and pool_people > 0
            then {{ share('selected_people * reference_people', 'reference_selected * pool_people') }}
    end as selection_ratio,
    conditional_ratio,
    listings,
    case when pool_people > 0 then {{ share(int_div('exposure', 1000), '1000 * pool_people') }} end as exposure_per_person,
    case
        when reference_exposure >= reference_people and pool_people > 0
            then {{ share(int_div('exposure', 'pool_people'), int_div('reference_exposure', 'reference_people')) }}
    end as exposure_ratio,
    case
        when reason in ('reference', 'at_least_ratio') then 'ok'
        when reason = 'beyond_chance' then 'below'
        else 'not_judged'
    end as verdict,
    reason
from judged
