"""Introductions as each side may see them: an enterprise those it asked for, a college those of its students.

Like `scope`, this binds every query to the organisation of the token, in the ledger and in the edition. What may be
done with an introduction belongs in `introductions`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final

from fastapi import Depends

from api.auth.caller import Caller, current_caller
from api.problems import NoEdition, NotFound
from api.scope import EditionScope, EnterpriseScope
from api.services import LeaseDep, ServicesDep
from data_contracts.model import Text
from pipelines.intake.erasure.hidden import hidden_people
from pipelines.store.ledger import Introduction, Introductions

NO_SUCH_INTRODUCTION: Final = Text("There is no such introduction of yours.", "贵单位没有这条推介。")
_OLDER: Final = Text(
    "The edition in service was made before there were introductions; run: talent run",
    "当前数据版本早于推介功能，请运行：talent run",
)

_ASKING_RELATIONS: Final = """,
my_disclosed as (
  select d.* from disclosed d
  where d.person_key not in (select value from json_each(:hidden))
    and (
      d.person_key in (select value from json_each(:introduced))
      or exists (select 1 from my_candidate c where c.person_key = d.person_key)
    )
)
"""

_COLLEGE_RELATIONS: Final = """
with my_student as (
  select * from student where institution_code = :institution
    and person_key not in (select value from json_each(:hidden))
),
asking_vacancy as (select * from vacancy where vacancy_id in (select value from json_each(:vacancies))),
asking_employer as (select * from employer where uscc in (select value from json_each(:enterprises)))
"""


class AskingScope(EnterpriseScope):
    """What an enterprise sees, and of those it may ask for or has asked for what consent opens."""

    relations = EnterpriseScope.relations + _ASKING_RELATIONS

    def introductions(self, *, after: int, limit: int) -> Sequence[Introduction]:
        """Return own introductions in order of their numbers."""
        return self._introductions.page(side="enterprise", org=self.organisation, after=after, limit=limit)

    def introduction(self, introduction_id: str) -> Introduction:
        """Return one own introduction.

        Raises:
            NotFound: it does not exist, or is another enterprise's.
        """
        found = self._introductions.get(introduction_id, side="enterprise", org=self.organisation)
        return _or_not_found(found)

    def asked_before(self, vacancy_id: str, person_key: str) -> Introduction | None:
        """Return an own introduction of a person for a vacancy, the newest, if there is one."""
        keys = self._services.platform.ledger.decisions.keys_of(person_key)
        found = [self._introductions.asked(self.organisation, vacancy_id, key) for key in keys]
        return max((one for one in found if one), key=lambda one: one.introduction_no, default=None)

    def is_shown(self, person_key: str) -> bool:
        """Whether a person is neither erased nor about to be."""
        return bool(person_key) and person_key not in self._hidden

    @property
    def _introductions(self) -> Introductions:
        return self._services.platform.ledger.introductions

    def _bind(self, org: str) -> dict[str, Any]:
        people = sorted({person_key for _, person_key in self.standing.introduced})
        return super()._bind(org) | {"introduced": json.dumps(people)}


class CollegeScope(EditionScope):
    """A college's students, and who asks for them."""

    relations = _COLLEGE_RELATIONS

    @property
    def client_id(self) -> str:
        """Which of the college's clients asks."""
        return self._caller.client_id

    def introductions(self, *, after: int, limit: int) -> Sequence[Introduction]:
        """Return the introductions of own students in order of their numbers."""
        return self._introductions.page(side="college", org=self.organisation, after=after, limit=limit)

    def introduction(self, introduction_id: str) -> Introduction:
        """Return one introduction of an own student.

        Raises:
            NotFound: it does not exist, or is about another college's student.
        """
        return _or_not_found(self._introductions.get(introduction_id, side="college", org=self.organisation))

    def same_people(self) -> dict[str, tuple[str, ...]]:
        """Return the pseudonyms of everybody who has several: an edition knows a person by one of them."""
        return self._services.platform.ledger.decisions.same_people()

    def asking(self, introductions: Iterable[Introduction]) -> dict[str, str]:
        """Return what to bind so that the vacancies and enterprises of introductions can be named."""
        known = list(introductions)
        return {
            "vacancies": json.dumps(sorted({one.vacancy_id for one in known})),
            "enterprises": json.dumps(sorted({one.uscc for one in known})),
        }

    @property
    def _introductions(self) -> Introductions:
        return self._services.platform.ledger.introductions

    def _bind(self, org: str) -> dict[str, Any]:
        return {"institution": org, "hidden": json.dumps(sorted(hidden_people(self._services.platform)))}


def _refuse_older(scope: EditionScope, **bound: object) -> None:
    """Refuse an edition that was made before there were introductions.

    Raises:
        NoEdition: saying what to do.
    """
    sql = "select 1 from sqlite_master where type = 'table' and name = 'disclosed'"
    if not scope.rows("tables", sql, **bound):
        raise NoEdition(_OLDER)


def _or_not_found(found: Introduction | None) -> Introduction:
    if found is None:
        raise NotFound(NO_SUCH_INTRODUCTION)
    return found


def asking_scope(
    caller: Annotated[Caller, Depends(current_caller)], lease: LeaseDep, services: ServicesDep
) -> AskingScope:
    """Give a route the introductions that the calling enterprise asked for."""
    scope = AskingScope(lease, caller, services)
    _refuse_older(scope)
    return scope


def college_scope(
    caller: Annotated[Caller, Depends(current_caller)], lease: LeaseDep, services: ServicesDep
) -> CollegeScope:
    """Give a route the students of the calling college."""
    scope = CollegeScope(lease, caller, services)
    _refuse_older(scope, **scope.asking([]))
    return scope


def either_scope(
    caller: Annotated[Caller, Depends(current_caller)], lease: LeaseDep, services: ServicesDep
) -> AskingScope | CollegeScope:
    """Give a route the caller's introductions, whichever side it is on."""
    if caller.role == "enterprise":
        return asking_scope(caller, lease, services)
    return college_scope(caller, lease, services)
