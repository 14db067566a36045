"""Whom an erasure is about, as far as is known: sealed in the ledger until the erasure is complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.store.keys import KeyRing

RESIDENT_ID = "resident_id"
"""The kind of a document that is named by its number alone."""

_PURPOSE = "erasure_subject"


@dataclass(frozen=True, slots=True)
class Spell:
    """A student number that stood for the person, from the first day of the programme (None: unknown)."""

    institution: str
    student_no: str
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One person.

    Attributes:
        keys: Pseudonyms; of someone without a document the hash by which the warehouse knows a student number.
        documents: Identity documents as (kind, number).
        spells: Student numbers.
        traces: Other numbers that name nobody else: national student number, certificates.
        names: Names, which others may have too.
        contacts: Phones and e-mail addresses; with the name they name the person.
    """

    keys: tuple[str, ...]
    documents: tuple[tuple[str, str], ...] = ()
    spells: tuple[Spell, ...] = ()
    traces: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[tuple[str, str]]:
        """Every (institution, student number)."""
        return frozenset((spell.institution, spell.student_no) for spell in self.spells)

    def starts(self, institution: str, student_no: str) -> list[date]:
        """Return the first days on which a number began to stand for the person."""
        mine = [s for s in self.spells if (s.institution, s.student_no) == (institution, student_no)]
        return sorted(spell.start for spell in mine if spell.start)

    def sealed(self, keys: KeyRing, erasure_no: int) -> bytes:
        """Return the subject sealed for one erasure."""
        spells = [[s.institution, s.student_no, s.start.isoformat() if s.start else None] for s in self.spells]
        members: dict[str, Any] = {"spells": spells}
        members |= {n: getattr(self, n) for n in ("keys", "documents", "traces", "names", "contacts")}
        return keys.seal(_PURPOSE, json.dumps(members, ensure_ascii=False).encode(), str(erasure_no))

    @classmethod
    def unsealed(cls, keys: KeyRing, sealed: bytes, erasure_no: int) -> Subject:
        """Return the subject of one erasure."""
        members = json.loads(keys.unseal(_PURPOSE, sealed, str(erasure_no)))
        spells = [Spell(i, n, date.fromisoformat(s) if s else None) for i, n, s in members.pop("spells")]
        documents = [(kind, number) for kind, number in members.pop("documents")]
        return cls(spells=tuple(spells), documents=tuple(documents), **{n: tuple(v) for n, v in members.items()})
