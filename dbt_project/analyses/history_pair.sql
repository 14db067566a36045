-- Every pair of a vacancy and a person that passes the hard filters, with its key: what all rankings compared by
-- `talent history` choose among. It is compiled and read aside, never built: there are too many pairs to keep.
with {{ match_imports() }}

select
    vacancies.vacancy_seq,
    reach.tie_no,
    {{ match_key() }} as match_key
from vacancies
{{ match_joins() }}
where
    {{ match_filters().values() | join('\n    and ') }}
