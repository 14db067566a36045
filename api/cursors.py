"""Opaque cursors: which edition, which question, after which keys.

A cursor is encrypted and authenticated (AES-SIV), because the keys in it order the pool and are the same for all
enterprises: readable, two of them could join their lists. Equal positions give equal cursors. Pages belong in
`paging`.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from api.problems import BadCursor, EditionRetired

KEY_BYTES: Final = 64

Keys = list[Any]


@dataclass(frozen=True, slots=True)
class Position:
    """What a cursor is bound to: an edition (None: to none) and a question."""

    edition: str | None
    question: str


class CursorCodec:
    """Makes and reads cursors."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def write(self, position: Position, keys: Keys) -> str:
        """Return the cursor that continues after the row with these keys."""
        plain = json.dumps([position.edition, position.question, keys], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._cipher.encrypt(plain, None)).decode().rstrip("=")

    def read(self, cursor: str | None, position: Position) -> Keys | None:
        """Return the keys to continue after, or None at the start.

        Raises:
            BadCursor: not made by us, or for another question or caller.
            EditionRetired: made in an edition that is not the one at hand.
        """
        if cursor is None:
            return None
        edition, question, keys = self._opened(cursor)
        if question != position.question:
            raise BadCursor
        if edition != position.edition:
            raise EditionRetired(retired=edition)
        return keys

    def edition_of(self, cursor: str | None) -> str | None:
        """Return the edition in which a cursor was made; None for none, and for what is no cursor of ours."""
        try:
            return None if cursor is None else self._opened(cursor)[0]
        except BadCursor:
            # Whoever reads it for its keys says so.
            return None

    def _opened(self, cursor: str) -> tuple[str | None, str, Keys]:
        try:
            sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            edition, question, keys = json.loads(self._cipher.decrypt(sealed, None))
        except (ValueError, InvalidTag) as exc:
            raise BadCursor from exc
        return edition, question, keys
