"""The one place that scopes every query to the caller's organisation.

A repository asks the relations named `my_...` and never a table with rows of organisations or people; what is in
them is decided here and bound to the organisation of the token. What to ask belongs in the repositories.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Final

from fastapi import Depends

from api.auth.caller import Caller, current_caller
from api.editions import EditionLease
from api.problems import NotFound, Problem
from api.services import LeaseDep, Services, ServicesDep
from data_contracts.model import Text
from pipelines.intake.erasure.hidden import hidden_people
from pipelines.store.ledger import Delivery

SCOPED_TABLES: Final = frozenset({"vacancy", "candidate", "pool_member", "pool_blocked", "metric", "college"})
"""Tables with rows of organisations or people; only this module may name them in SQL."""

_ENTERPRISE_RELATIONS: Final = """
with my_vacancy as (select * from vacancy where uscc = :uscc),
my_candidate as (
  select c.* from candidate c
  where exists (select 1 from vacancy v where v.vacancy_id = c.vacancy_id and v.uscc = :uscc)
    and c.person_key not in (select value from json_each(:hidden))
),
my_pool as (
  select p.* from pool_member p
  where not exists (select 1 from pool_blocked b where b.person_key = p.person_key and b.uscc = :uscc)
    and p.person_key not in (select value from json_each(:hidden))
)
"""

_OFFICIAL_RELATIONS: Final = """
with my_college as (select * from college where region between :region_from and :region_to),
everything as (
  select exists (select 1 from college)
    and not exists (
      select 1 from college where coalesce(region, '') not between :region_from and :region_to
    )
    and not exists (
      select 1 from metric where college_code <> '*' and college_code not in (select institution_code from my_college)
    ) as is_mine
),
my_metric as (
  select m.* from metric m
  where (m.region_code = '*' or m.region_code between :region_from and :region_to)
    and (m.college_code = '*' or m.college_code in (select institution_code from my_college))
    and (m.college_code <> '*' or m.region_code <> '*' or (select is_mine from everything))
)
"""


class QueryFailed(Problem):
    """A query on an edition failed; the message names both and no values."""

    code = "query_failed"
    title = Text("The edition could not be read.", "数据版本读取失败。")


class EditionScope:
    """An edition as one organisation may see it."""

    relations: ClassVar[str]

    def __init__(self, lease: EditionLease, caller: Caller) -> None:
        self.edition = lease.edition
        self.organisation = caller.org
        self._connection = lease.connection
        self._caller = caller
        self._bound = self._bind(caller.org)

    def rows(self, question: str, sql: str, **values: object) -> list[sqlite3.Row]:
        """Return the rows of a select over the `my_...` relations.

        Args:
            question: Its name, for messages.
            sql: The select, without a `with`.
            values: What to bind; the organisation is bound here and cannot be overridden.

        Raises:
            QueryFailed: naming the question and the edition.
        """
        try:
            return self._connection.execute(self.relations + sql, values | self._bound).fetchall()
        except sqlite3.Error as exc:
            reason = f"{question} failed on {self.edition}: {type(exc).__name__}"
            raise QueryFailed(Text(reason, f"{self.edition} 版本的查询 {question} 失败。")) from exc

    def _bind(self, org: str) -> dict[str, Any]:
        raise NotImplementedError


class EnterpriseScope(EditionScope):
    """Own vacancies, their candidates, and the pool without those who are never shown to this enterprise."""

    relations = _ENTERPRISE_RELATIONS

    def __init__(self, lease: EditionLease, caller: Caller, services: Services) -> None:
        self._keys = services.platform.keys
        # Asked on every request: who is erased is hidden from the next request on, and another ETag says so.
        self._hidden = sorted(hidden_people(services.platform))
        super().__init__(lease, caller)

    @property
    def stamp(self) -> str:
        """What is shown is a function of this: the edition, and who is hidden in it."""
        return json.dumps([self.edition, self._hidden]) if self._hidden else self.edition

    def candidate_id(self, person_key: str) -> str:
        """Return a person as this enterprise sees it; the person_key never leaves."""
        return self._keys.candidate_id(self.organisation, person_key)

    def _bind(self, org: str) -> dict[str, Any]:
        return {"uscc": org, "hidden": json.dumps(self._hidden)}


class OfficialScope(EditionScope):
    """Colleges and figures of the official's region; figures of everything only for who sees every college."""

    relations = _OFFICIAL_RELATIONS

    def sees_everything(self) -> bool:
        """Whether every college that the edition knows or counts is known to lie in the official's region."""
        return bool(self.rows("everything", "select is_mine from everything")[0]["is_mine"])

    def on(self, lease: EditionLease) -> "OfficialScope":
        """Return another edition as the same official may see it."""
        return OfficialScope(lease, self._caller)

    def _bind(self, org: str) -> dict[str, Any]:
        region_from, region_to = region_range(org)
        return {"region_from": region_from, "region_to": region_to}


class SenderScope:
    """The deliveries that the caller's organisation sent."""

    def __init__(self, services: Services, caller: Caller) -> None:
        self.caller = caller
        self._deliveries = services.platform.ledger.deliveries

    def deliveries(self, *, after: int, limit: int) -> Sequence[Delivery]:
        """Return own deliveries in order of their numbers."""
        return self._deliveries.page(sender=self.caller.org, after=after, limit=limit)

    def delivery(self, delivery_no: int) -> Delivery:
        """Return one own delivery.

        Raises:
            NotFound: it does not exist, or is somebody else's.
        """
        found = self._deliveries.get(delivery_no)
        if found is None or found.sender != self.caller.org:
            raise NotFound(Text("There is no such delivery of yours.", "贵单位没有这批报送。"))
        return found


def region_range(code: str) -> tuple[str, str]:
    """Return the first and last region code under one: 990000 holds 990000 to 999999, 990100 to 990199."""
    stem = re.sub(r"(00)+$", "", code)
    return code, stem + "9" * (len(code) - len(stem))


def enterprise_scope(
    caller: Annotated[Caller, Depends(current_caller)], lease: LeaseDep, services: ServicesDep
) -> EnterpriseScope:
    """Give a route the edition as the calling enterprise sees it."""
    return EnterpriseScope(lease, caller, services)


def official_scope(caller: Annotated[Caller, Depends(current_caller)], lease: LeaseDep) -> OfficialScope:
    """Give a route the edition as the calling official sees it."""
    return OfficialScope(lease, caller)


def sender_scope(caller: Annotated[Caller, Depends(current_caller)], services: ServicesDep) -> SenderScope:
    """Give a route the caller's own deliveries."""
    return SenderScope(services, caller)
