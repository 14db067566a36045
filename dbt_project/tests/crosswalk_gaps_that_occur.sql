-- What: a code of a feed that a crosswalk does not cover. Why: a major without occupations reaches no vacancy, and a
-- skill or title that is no code cannot be matched. How to resolve: add a row to the code table named in `cured_in`
-- (data_contracts/codes), or ask the sender to use a known code.
{{ config(severity='warn', meta={
    'why': 'The crosswalks are proposals and postings name occupations that nobody has described yet.',
    'owner': 'data-ops',
    'expires': '2027-06-30',
}) }}

select
    crosswalk,
    kind,
    code,
    occurrences,
    cured_in
from {{ ref('mart_crosswalk_gap') }}
where occurrences > 0
