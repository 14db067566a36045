with graduates as (
    select * from {{ ref('int_destination_at_cutoff') }}
    where in_denominator and cutoff_date <= {{ as_of_date() }}
),

spells as (
    select * from {{ ref('int_graduate') }}
),

destinations as (
    select * from {{ ref('int_destination') }}
),

thresholds as (
    select * from {{ ref('int_threshold') }}
),

numbered as (
    select
        graduates.graduate_key,
        graduates.institution_code,
        graduates.cohort,
        graduates.cutoff_date,
        graduates.is_settled_as_reported,
        graduates.destination_part,
        spells.student_no,
        {{ add_days('graduates.cutoff_date', '-thresholds.rate_jump_days') }} as day_before
    from graduates
    inner join spells on graduates.graduate_key = spells.graduate_key
    cross join thresholds
),

earlier as (
    select
        numbered.graduate_key,
        numbered.cutoff_date,
        destinations.is_settled,
        row_number() over (
            partition by numbered.graduate_key, numbered.cutoff_date
            order by destinations.status_date desc
        ) as nth
    from numbered
    inner join destinations
        on numbered.institution_code = destinations.institution_code
        and numbered.student_no = destinations.student_no
        and numbered.cohort = destinations.cohort
        and numbered.day_before >= destinations.status_date
),

latest_earlier as (
    select * from earlier
    where nth = 1
),

colleges as (
    select
        numbered.institution_code,
        numbered.cohort,
        numbered.cutoff_date,
        count(*) as graduate_count,
        sum(case when numbered.is_settled_as_reported then 1 else 0 end) as settled_count,
        sum(case when latest_earlier.is_settled then 1 else 0 end) as settled_before_count,
        sum(case when latest_earlier.graduate_key is null then 1 else 0 end) as unknown_before_count,
        sum(case when numbered.destination_part = 'flexible' then 1 else 0 end) as flexible_count
    from numbered
    left join latest_earlier
        on numbered.graduate_key = latest_earlier.graduate_key
        and numbered.cutoff_date = latest_earlier.cutoff_date
    group by numbered.institution_code, numbered.cohort, numbered.cutoff_date
),

-- Where most graduates had no record yet, a rise says that reporting began and nothing else.
jumps as (
    select
        colleges.*,
        'rate_jump_before_cutoff' as reason,
        {{ share('greatest(colleges.settled_count - colleges.settled_before_count, 0)', 'colleges.graduate_count') }} as measured_value,
        thresholds.rate_jump_share as threshold_value
    from colleges
    cross join thresholds
    where
        colleges.graduate_count >= thresholds.employer_share_min_graduates
        and colleges.unknown_before_count <= thresholds.max_unknown_share * colleges.graduate_count
        and colleges.settled_count - colleges.settled_before_count > thresholds.rate_jump_share * colleges.graduate_count
),

shares as (
    select
        colleges.*,
        {{ int_div('10000 * colleges.flexible_count', 'colleges.graduate_count') }} as basis_points
    from colleges
    cross join thresholds
    where colleges.graduate_count >= thresholds.employer_share_min_graduates
),

totals as (
    select
        cohort,
        cutoff_date,
        count(*) as college_count,
        sum(basis_points) as points_sum,
        sum(basis_points * basis_points) as squares_sum
    from shares
    group by cohort, cutoff_date
),

-- The other colleges: n of them, S the sum of their shares, Q that of the squares. Then mean = S / n, and
-- n * n * variance = n * Q - S * S, so that no root and no fraction is needed.
peers as (
    select
        shares.*,
        totals.college_count - 1 as peer_count,
        totals.points_sum - shares.basis_points as peer_sum,
        totals.squares_sum - shares.basis_points * shares.basis_points as peer_squares
    from shares
    inner join totals
        on shares.cohort = totals.cohort
        and shares.cutoff_date = totals.cutoff_date
),

outliers as (
    select
        peers.*,
        'flexible_share_above_peers' as reason,
        {{ share('peers.flexible_count', 'peers.graduate_count') }} as measured_value,
        {{ share('peers.peer_sum', '10000 * peers.peer_count') }} as threshold_value
    from peers
    cross join thresholds
    where
        peers.peer_count >= thresholds.rate_check_min_peers
        and peers.peer_count * peers.basis_points > peers.peer_sum
        and (peers.peer_count * peers.basis_points - peers.peer_sum) * (peers.peer_count * peers.basis_points - peers.peer_sum)
        > thresholds.flexible_share_deviations * thresholds.flexible_share_deviations
        * (peers.peer_count * peers.peer_squares - peers.peer_sum * peers.peer_sum)
),

found as (
    select
        institution_code,
        cohort,
        cutoff_date,
        reason,
        measured_value,
        threshold_value
    from jumps
    union all
    select
        institution_code,
        cohort,
        cutoff_date,
        reason,
        measured_value,
        threshold_value
    from outliers
)

select
    'D09' as check_id,
    reason,
    'college' as subject_kind,
    institution_code as subject_code,
    '*' as counterpart_code,
    cohort,
    cutoff_date,
    {{ surrogate_key(['institution_code', 'cohort', 'cutoff_date', 'reason']) }} as row_key,
    cast(measured_value as decimal(18, 6)) as measured_value,
    cast(threshold_value as decimal(18, 6)) as threshold_value,
    cutoff_date as first_seen
from found
