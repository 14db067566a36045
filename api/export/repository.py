"""Everybody whom an enterprise may see for its vacancies, one after the other, asked through its scope."""

import json
from collections.abc import Generator
from typing import Final, NamedTuple

from api.scope import EnterpriseScope
from api.set_hashes import SetDigest, SetSummary
from api.standing import Status
from api.statuses import as_it_stands

# Of a newer edition the body is what is shown, to the letter. Of an older one it is made in SQLite, of named members
# only: to read and write every candidate's JSON in Python would halve the speed.
MEMBERS: Final = (
    "case when exists (select 1 from edition_info where key = 'candidate_body') then c.body else"
    " json_object('rank', c.rank, 'score', c.score, 'components', json(c.body -> '$.components'),"
    " 'skills', json(c.body -> '$.skills'), 'profile', json(c.body -> '$.profile'),"
    " 'explanation', json(c.body -> '$.explanation')) end"
)
# From the own vacancies, in their order, to the candidates of each: nobody else's is read, and what is sorted at a time
# are the candidates of one vacancy. The coalesce keeps SQLite from looking for the candidates by the range as well,
# which it would do for each vacancy anew.
OF_MINE: Final = (
    "from my_vacancy v cross join my_candidate c on c.vacancy_id = coalesce(v.vacancy_id, '') and c.rank > 0"
    " where v.vacancy_id between :first and :last order by v.vacancy_id, c.rank"
)
_FIRST_TO_LAST: Final = {"first": "", "last": "~"}
_EVERYBODY: Final = f"select c.vacancy_id, c.person_key, cast({MEMBERS} as blob) as members {OF_MINE}"
_WHO: Final = f"select c.vacancy_id, c.person_key {OF_MINE}"

_PROMISED: Final = "select coalesce(sum(candidates), 0) as people from my_vacancy where vacancy_id >= ''"


class Exported(NamedTuple):
    """One candidate of one vacancy; `members` is the rest of it as a JSON object."""

    candidate_id: str
    vacancy_id: str
    status: str
    members: bytes


def everybody(scope: EnterpriseScope) -> Generator[list[Exported], None, None]:
    """Yield every candidate of every own vacancy by vacancy and rank, by the hundred."""
    standing = scope.standing
    for rows in scope.stream("export", _EVERYBODY, **_FIRST_TO_LAST):
        named = zip(scope.candidate_ids([row[1] for row in rows]), rows, strict=True)
        yield [_exported(name, v, standing.of(v, p), members) for name, (v, p, members) in named]


def promised(scope: EnterpriseScope) -> int:
    """Return how many the vacancies say they have, without looking at anybody."""
    return int(scope.rows("promised", _PROMISED)[0]["people"])


def summary(scope: EnterpriseScope) -> SetSummary:
    """Return the set hash of them all."""
    standing = scope.standing
    with SetDigest() as digest:
        for rows in scope.stream("set", _WHO, **_FIRST_TO_LAST):
            names = scope.candidate_ids([row[1] for row in rows])
            for name, (vacancy_id, person_key) in zip(names, rows, strict=True):
                digest.add(name, vacancy_id, standing.of(vacancy_id, person_key))
        return digest.summary()


def _exported(candidate_id: str, vacancy_id: str, status: Status, members: bytes) -> Exported:
    if status == "withdrawn":
        left = as_it_stands(json.loads(members), status)
        members = json.dumps({name: value for name, value in left.items() if name != "status"}).encode()
    return Exported(candidate_id, vacancy_id, status, members)
