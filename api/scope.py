"""The one place that scopes every query to the caller's organisation.

A repository asks the relations named `my_...` and never a table with rows of organisations or people; what is in
them is decided here and bound to the organisation of the token. What to ask belongs in the repositories.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar, Final

from anyio import to_thread
from fastapi import Request
from fastapi.security import SecurityScopes

from api import queries
from api.auth.caller import Caller, ClientCredentials
from api.leases import EditionLease
from api.services import Services, leased, services_of
from api.set_hashes import SetKey
from api.standing import standing_of
from pipelines.intake.erasure.hidden import hidden_people

SCOPED_TABLES: Final = frozenset(
    {"vacancy", "candidate", "pool_member", "pool_blocked", "student", "disclosed", "metric", "college"}
)
"""Tables with rows of organisations or people; only this module may name them in SQL."""

_HIDDEN: Final = "hidden"

_ENTERPRISE_RELATIONS: Final = """
with my_vacancy as (select * from vacancy where uscc = :uscc),
my_candidate as (
  select c.* from candidate c
  where exists (select 1 from vacancy v where v.vacancy_id = c.vacancy_id and v.uscc = :uscc)
    and c.person_key not in (select value from json_each(:hidden))
),
never_met as (
  select person_key from pool_blocked where uscc = :uscc
  union select value from json_each(:hidden)
  union select value from json_each(:withdrawn)
),
my_pool as not materialized (
  select p.person_key, p.class_no, p.profile, (p.tie_no * :factor + :shift) % 4294967291 as place
  from pool_member p where p.person_key not in (select person_key from never_met)
),
my_left_out as (
  select p.person_key, p.class_no from pool_member p where p.person_key in (select person_key from never_met)
)
"""


class EditionScope:
    """An edition as one organisation may see it."""

    relations: ClassVar[str]

    def __init__(self, lease: EditionLease, caller: Caller, services: Services) -> None:
        self.edition = lease.edition
        self.organisation = caller.org
        self.answers = lease.answers
        self._connection = lease.connection
        self._caller = caller
        self._services = services

    @cached_property
    def _bound(self) -> dict[str, Any]:
        # Only where something is asked of the edition: a kept answer needs nothing bound.
        return self._bind(self.organisation)

    def rows(self, question: str, sql: str, **values: object) -> list[sqlite3.Row]:
        """Return the rows of a select over the `my_...` relations.

        Args:
            question: Its name, for messages.
            sql: The select, without a `with`.
            values: What to bind; the organisation is bound here and cannot be overridden.

        Raises:
            QueryFailed: naming the question and the edition.
            TookTooLong: stopped at its time limit.
        """
        seconds = self._services.meter.limits.answering
        return queries.rows(self._connection, self._question(question, sql, values), seconds=seconds)

    def stream(self, question: str, sql: str, **values: object) -> Iterator[list[sqlite3.Row]]:
        """Yield the rows of such a select in parts, without ever holding them all."""
        return queries.stream(self._connection, self._question(question, sql, values))

    def _question(self, name: str, sql: str, values: dict[str, object]) -> queries.Question:
        return queries.Question(name, self.edition, self.relations + sql, values | self._bound)

    def _bind(self, org: str) -> dict[str, Any]:
        raise NotImplementedError


class EnterpriseScope(EditionScope):
    """Own vacancies, their candidates, and the pool without those who are never shown to this enterprise."""

    relations = _ENTERPRISE_RELATIONS

    def __init__(self, lease: EditionLease, caller: Caller, services: Services) -> None:
        # Both asked on every request: who is erased or withdraws is so from the next one on, and another ETag says so.
        said, platform = caller.said, services.platform
        self._hidden = said.answer(_HIDDEN, lambda: sorted(hidden_people(platform)))
        standing = partial(standing_of, platform.ledger, caller.org, lease.edition)
        self.standing = said.answer(_standing(caller.org, lease.edition), standing)
        super().__init__(lease, caller, services)

    @property
    def client_id(self) -> str:
        """Which of the enterprise's clients asks."""
        return self._caller.client_id

    def candidate_id(self, person_key: str) -> str:
        """Return one person under the id this enterprise knows it by."""
        return self.candidate_ids([person_key])[0]

    def candidate_ids(self, person_keys: Sequence[str]) -> list[str]:
        """Return many people at once under the ids this enterprise knows them by."""
        return self._services.names.of(self.organisation, person_keys)

    @property
    def stamp(self) -> str:
        """What is shown is a function of this: the edition, who is hidden in it, and what lies over it."""
        over = [self._hidden, self.standing.stamp]
        return json.dumps([self.edition, *over]) if any(over) else self.edition

    @property
    def set_key(self) -> SetKey:
        """Names the set of all that is shown."""
        return self.organisation, self.stamp

    def with_the_hidden(self, lease: EditionLease) -> "EnterpriseScope":
        """Return an edition as it was shown before anybody was hidden: for saying who has left it, never for more."""
        before = EnterpriseScope(lease, self._caller, self._services)
        before._bound["hidden"] = "[]"
        return before

    def _bind(self, org: str) -> dict[str, Any]:
        people = {"hidden": self._hidden, "withdrawn": sorted(self.standing.withdrawn)}
        factor, shift = self._services.names.draw_of(org)
        drawn = {"factor": factor, "shift": shift}
        return {"uscc": org} | drawn | {name: json.dumps(keys) for name, keys in people.items()}


class _OfEnterprise(ClientCredentials):
    async def __call__(self, request: Request, needed: SecurityScopes) -> EnterpriseScope:
        caller = await self.caller(request, needed)
        services, lease = services_of(request), leased(request)
        if caller.said.knows(_HIDDEN, _standing(caller.org, lease.edition)):
            return EnterpriseScope(lease, caller, services)
        return await to_thread.run_sync(EnterpriseScope, lease, caller, services)


enterprise_scope: Final = _OfEnterprise()
"""Gives a route the edition as the calling enterprise sees it."""


def _standing(org: str, edition: str) -> tuple[str, str, str]:
    return "standing", org, edition
