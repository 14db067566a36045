"""Compare what two editions show an enterprise of its vacancies' candidates, vacancy by vacancy in bounded steps."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from api.export.repository import MEMBERS, OF_MINE
from api.paging import Found, OpenPage
from api.scope import EnterpriseScope
from api.standing import Status
from api.statuses import as_it_stands

_VACANCIES_LOOKED_AT: Final = 200
_VACANCIES_AT_ONCE: Final = 10
_BEHIND_ALL: Final = "~"
"""Sorts behind every candidate_id."""

_VACANCIES: Final = "select vacancy_id from my_vacancy where vacancy_id >= :after order by vacancy_id limit :most"
_CANDIDATES: Final = f"select c.vacancy_id, c.person_key, {MEMBERS} as members {OF_MINE}"

_Shown = dict[tuple[str, str], str]
"""By vacancy and person, what is shown of a candidate as JSON."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a page found, and up to which vacancy it looked when there is more behind."""

    found: list[Found]
    looked_to: list[str] | None


def changes(before: EnterpriseScope, now: EnterpriseScope, page: OpenPage) -> Changes:
    """Return the next changes in order of vacancy_id and candidate_id.

    Everybody with whom an introduction was ever begun, or who ever left the pool, is among the changed ones: what was
    told of them with the older edition is not known any more.

    Args:
        before: The older edition, with whoever is hidden by now.
        now: The newer one.
        page: Where to go on.
    """
    after = tuple(page.after) if page.after else ("", "")
    vacancies = sorted(set(_vacancies(before, after[0])) | set(_vacancies(now, after[0])))
    is_last = len(vacancies) <= _VACANCIES_LOOKED_AT
    vacancies = vacancies[:_VACANCIES_LOOKED_AT]
    found: list[Found] = []
    for first in range(0, len(vacancies), _VACANCIES_AT_ONCE):
        some = vacancies[first : first + _VACANCIES_AT_ONCE]
        found += [one for one in sorted(_compared(before, now, some), key=_key) if tuple(one[0]) > after]
        if len(found) >= page.fetch:
            return Changes(found[: page.fetch], None)
    return Changes(found, None if is_last else [vacancies[-1], _BEHIND_ALL])


def _vacancies(scope: EnterpriseScope, after: str) -> list[str]:
    rows = scope.rows("changed_vacancies", _VACANCIES, after=after, most=_VACANCIES_LOOKED_AT + 1)
    return [row["vacancy_id"] for row in rows]


def _compared(before: EnterpriseScope, now: EnterpriseScope, vacancies: list[str]) -> Iterator[Found]:
    old, new = _shown(before, vacancies), _shown(now, vacancies)
    for key in old.keys() | new.keys():
        vacancy_id, person_key = key
        candidate_id = now.candidate_id(person_key)
        status = now.standing.of(*key)
        if key not in new:
            change = _change("removed", [], None)
        elif key not in old:
            change = _change("added", [], _candidate(candidate_id, status, new[key]))
        elif members := [*_differing(old[key], new[key]), *(["status"] if now.standing.has_moved(*key) else [])]:
            change = _change("changed", members, _candidate(candidate_id, status, new[key]))
        else:
            continue
        yield [vacancy_id, candidate_id], {**change, "vacancy_id": vacancy_id, "candidate_id": candidate_id}


def _shown(scope: EnterpriseScope, vacancies: list[str]) -> _Shown:
    # What is own and between two of them is one of them: they are the next ones of both editions together.
    rows = scope.rows("changed_candidates", _CANDIDATES, first=vacancies[0], last=vacancies[-1])
    return {(vacancy_id, person_key): members for vacancy_id, person_key, members in rows}


def _differing(old: str, new: str) -> list[str]:
    if old == new:
        return []
    before, now = json.loads(old), json.loads(new)
    return [name for name in now if before.get(name) != now[name]]


def _candidate(candidate_id: str, status: Status, members: str) -> dict[str, Any]:
    return as_it_stands({"candidate_id": candidate_id, **json.loads(members)}, status)


def _change(kind: str, members: list[str], candidate: dict[str, Any] | None) -> dict[str, Any]:
    return {"change": kind, "members": members, "candidate": candidate}


def _key(one: Found) -> list[str]:
    return one[0]
