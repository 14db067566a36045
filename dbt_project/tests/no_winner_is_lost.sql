-- What: every key the engine returned names one person; none is dropped on the way to the mart.
-- Why: a lost winner is a candidate whom no enterprise ever sees.
-- How to resolve: look for two people with one tie number in int_match_tie, or a join of int_match_winner without a row.
with top_keys as (
    select count(*) as key_count from {{ ref('int_match_top') }}
),

matches as (
    select count(*) as match_count from {{ ref('mart_match') }}
)

select
    top_keys.key_count,
    matches.match_count
from top_keys
cross join matches
where top_keys.key_count <> matches.match_count
