"""Signatures of reports, append-only: they stay when an edition's people leave it.

What may be signed, and whether it is what was published, belongs in `store.signing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from pipelines.store.ledger.tables import signature
from pipelines.store.ledger.times import from_text
from pipelines.store.ledger.turns import writing


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under one file of a report, with the hash of the file when it was signed."""

    edition: str
    report: str
    file: str
    sha256: str
    signed_by: str
    role: str
    signed_at: datetime


class Signatures:
    """The ledger's signatures."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, signatures: Iterable[Signature]) -> bool:
        """Append signatures, all or none; False when the person signed one of the files before."""
        try:
            with writing(self._engine) as turn:
                for signed in signatures:
                    values = {name: getattr(signed, name) for name in signed.__slots__}
                    values["signed_at"] = turn.recorded_at(signed.signed_at)
                    turn.execute(sa.insert(signature).values(**values))
        except sa.exc.IntegrityError:
            return False
        return True

    def of_edition(self, edition: str) -> list[Signature]:
        """Return the signatures of an edition, oldest first."""
        query = sa.select(signature).where(signature.c.edition == edition).order_by(signature.c.signature_no)
        with self._engine.connect() as connection:
            return [
                Signature(r.edition, r.report, r.file, r.sha256, r.signed_by, r.role, from_text(r.signed_at))
                for r in connection.execute(query)
            ]

    def signed_editions(self) -> frozenset[str]:
        """Return the editions that bear any signature."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(signature.c.edition).distinct()))
