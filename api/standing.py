"""How far the introduction of each person to each vacancy of one enterprise has come: what lies over an edition.

An edition shows everybody as available. This is asked of the ledger on every request, so that a withdrawal works on
the next one; what it says is kept as long as the ledger has no newer event.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal

from pipelines.store.ledger import Introduction, Ledger

Status = Literal["available", "introduced", "consented", "withdrawn"]

_STATUS_OF: Final[Mapping[str, Status]] = {
    "asked": "introduced",
    "put_to_student": "introduced",
    # The answer is told under the introductions; the way through them is not open again.
    "refused": "introduced",
    "expired": "available",
    "consented": "consented",
    "interview": "consented",
    "offer": "consented",
    "hired": "consented",
    "declined": "consented",
    "withdrawn": "withdrawn",
}
_ALL: Final = datetime.max.replace(tzinfo=UTC)
_PAGE: Final = 1000
_ENTERPRISES_REMEMBERED: Final = 256


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger says of everybody whom one enterprise may see.

    Attributes:
        introduced: Status by vacancy and person, of those that were ever asked for.
        withdrawn: Who is out of the pool.
        ever_out: Who is or was.
        stamp: Changes with any of it; empty where there is nothing.
    """

    introduced: Mapping[tuple[str, str], Status]
    withdrawn: frozenset[str]
    ever_out: frozenset[str]
    stamp: str

    def of(self, vacancy_id: str, person_key: str) -> Status:
        """Return how far it has come with a person and a vacancy."""
        if person_key in self.withdrawn:
            return "withdrawn"
        return self.introduced.get((vacancy_id, person_key), "available")

    def has_moved(self, vacancy_id: str, person_key: str) -> bool:
        """Whether it ever stood otherwise than an edition shows it."""
        return person_key in self.ever_out or (vacancy_id, person_key) in self.introduced


def standing_of(ledger: Ledger, uscc: str, edition: str) -> Standing:
    """Return what the ledger says now, about people as an edition knows them.

    Who is one person is decided in the ledger and comes to a new edition alone, so it is asked once for each.
    """
    newest = ledger.introductions.newest_event(), ledger.pool_withdrawals.newest_event()
    return _standing(ledger, uscc, edition, newest) if any(newest) else _NOTHING


_NOTHING: Final = Standing({}, frozenset(), frozenset(), "")


@lru_cache(_ENTERPRISES_REMEMBERED)
def _standing(ledger: Ledger, uscc: str, _edition: str, _newest: tuple[int, int]) -> Standing:
    same = ledger.decisions.same_people()
    introduced = {
        (one.vacancy_id, key): _STATUS_OF[one.state]
        for one in _introductions(ledger, uscc)
        for key in same.get(one.person_key, (one.person_key,))
    }
    withdrawn = _everyone(ledger.pool_withdrawals.people(), same)
    ever_out = _everyone((event.person_key for event in ledger.pool_withdrawals.known(_ALL)), same)
    said = [sorted((*key, status) for key, status in introduced.items()), sorted(withdrawn), sorted(ever_out)]
    stamp = hashlib.sha256(json.dumps(said).encode()).hexdigest() if any(said) else ""
    return Standing(introduced, withdrawn, ever_out, stamp)


def _everyone(people: Iterable[str], same: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return people under all their pseudonyms: who was asked for or left under one did so under each."""
    return frozenset(key for person in people for key in same.get(person, (person,)))


def _introductions(ledger: Ledger, uscc: str) -> list[Introduction]:
    """Return all of one enterprise's, oldest first: of two for the same vacancy and person the newer one counts."""
    found: list[Introduction] = []
    while more := ledger.introductions.page(side="enterprise", org=uscc, after=_last(found), limit=_PAGE):
        found += more
    return found


def _last(found: list[Introduction]) -> int:
    return found[-1].introduction_no if found else 0
