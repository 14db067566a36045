"""Keyset pages: how many, after which row, and the page's shape. What a cursor looks like belongs in `cursors`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from api.cursors import CursorCodec, Keys, Position
from api.services import services_of

Found = tuple[Keys, Any]
"""One row: its keys in the order of the page, and what is shown of it."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page whose cursor has been read and holds.

    Attributes:
        after: Keys of the last row of the page before, None on the first.
        fetch: How many rows to ask for: one more than are shown, to know whether there is a next page.
    """

    after: Keys | None
    fetch: int
    position: Position
    codec: CursorCodec

    def body(self, found: Sequence[Found], *, looked_to: Keys | None = None, **members: object) -> dict[str, Any]:
        """Return the page's JSON: edition, further members, items, next.

        Args:
            found: The rows, one more than are shown when there is a next page.
            looked_to: Up to where was looked when the page was ended before it was full.
            members: What else the page tells.
        """
        shown = found[: self.fetch - 1]
        after = shown[-1][0] if len(found) > len(shown) else looked_to
        return {
            "edition": self.position.edition,
            **members,
            "items": [item for _, item in shown],
            "next": None if after is None else self.codec.write(self.position, after),
        }

    def shown(self, found: Sequence[Found]) -> int:
        """Return how many of the rows are on the page."""
        return min(len(found), self.fetch - 1)

    def text(self, found: Sequence[tuple[Keys, bytes]]) -> bytes:
        """Return the page's JSON as bytes, of rows that are JSON already."""
        shown = found[: self.fetch - 1]
        after = self.codec.write(self.position, shown[-1][0]) if len(found) > len(shown) else None
        items = b",".join([item for _, item in shown])
        edition = as_bytes(self.position.edition)
        return b'{"edition":%b,"items":[%b],"next":%b}' % (edition, items, as_bytes(after))


def as_bytes(value: object) -> bytes:
    """Return a value as an answer writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class PageAsk:
    """What a caller said about paging."""

    request: Request
    codec: CursorCodec
    limit: int
    cursor: str | None

    def open(self, *, organisation: str, edition: str | None) -> OpenPage:
        """Read the cursor against what is asked now.

        Raises:
            BadCursor: not ours, or for another question or caller.
            EditionRetired: for an edition that is not the one at hand.
        """
        position = Position(edition, _question(self.request, organisation))
        return OpenPage(self.codec.read(self.cursor, position), self.limit + 1, position, self.codec)


async def _page_ask(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=100, description="Items per page. 每页条数。")] = 50,
    cursor: Annotated[
        str | None,
        Query(max_length=2048, description="`next` of the page before; absent for the first. 上一页的 next。"),
    ] = None,
) -> PageAsk:
    return PageAsk(request, services_of(request).cursors, limit, cursor)


PageAskDep = Annotated[PageAsk, Depends(_page_ask)]


def _question(request: Request, organisation: str) -> str:
    """Digest what is asked and by whom: path, filters, organisation; not the page."""
    filters = sorted((k, v) for k, v in request.query_params.multi_items() if k not in {"cursor", "limit"})
    text = json.dumps([request.scope["path"], filters, organisation])
    return hashlib.sha256(text.encode()).hexdigest()[:24]
