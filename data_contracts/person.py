"""Who a row names, and what stands in raw for numbers that go to the vault. Fields and rules belong in `model`."""

from __future__ import annotations

from dataclasses import dataclass

CERTIFICATE_NUMBER, CERTIFICATE_KEY = "certificate_no", "certificate_key"
"""A certificate's number goes to the vault; its keyed hash stays in raw."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom a row names by an identity document.

    Attributes:
        role: What the person is to the row, as `mentor`; empty for the one whom the row is about.
    """

    role: str = ""

    @property
    def id_type(self) -> str:
        """The field with the kind of document."""
        return f"{self.role}_id_type" if self.role else "id_type"

    @property
    def id_number(self) -> str:
        """The field with the number of the document."""
        return f"{self.role}_id_number" if self.role else "id_number"

    @property
    def key(self) -> str:
        """The column of raw with the person's pseudonym."""
        return f"{self.role}_key" if self.role else "person_key"

    def owns(self, name: str) -> bool:
        """Whether a vault field belongs to this person; fields that name no role are the first person's."""
        return bool(self.role) and name.startswith(f"{self.role}_")
