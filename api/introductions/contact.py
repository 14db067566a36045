"""Put together what a consent opens: from the edition what it holds of the person, from the vault the sealed cells.

Which fields these are is said by `data_contracts.disclosure`. Whoever calls this has written the audit entry before.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from api.introductions.opened import ALONE
from data_contracts.disclosure import disclosed, opened, shaped
from pipelines.store.platform import Platform
from pipelines.store.vault import open_cells, row_place

_PLACE: Final = "place"
_THE_PERSON: Final = ""
"""The role in a row of the one whom the row is about."""


def opened_members(
    platform: Platform, body: Mapping[str, list[dict[str, Any]]], person_keys: Collection[str]
) -> dict[str, Any]:
    """Return the members of a contact, by feed.

    Args:
        platform: The data folder.
        body: What the edition holds of the person.
        person_keys: The person's pseudonyms; a sealed row of anybody else is not opened.
    """
    members: dict[str, Any] = {}
    for feed in disclosed():
        if not opened(feed):
            continue
        rows = [_row(platform, feed, row, person_keys) for row in body.get(feed, [])]
        members[feed] = (rows[0] if rows else None) if feed in ALONE else rows
    return members


def _row(platform: Platform, feed: str, row: Mapping[str, Any], person_keys: Collection[str]) -> dict[str, Any]:
    sealed = _cells(platform, feed, row[_PLACE], person_keys) if _PLACE in row else {}
    return {
        name: shaped(sealed.get(name), one.after or "full") if one.field.in_vault else row.get(name)
        for name, one in opened(feed).items()
    }


def _cells(platform: Platform, feed: str, place: tuple[int, str, int], person_keys: Collection[str]) -> dict[str, str]:
    delivery_no, sheet, row_no = place
    for number, record in list(platform.vault.of_rows(feed, [(delivery_no, sheet, row_no)])):
        if record.role == _THE_PERSON and record.person_key in person_keys:
            return open_cells(platform.keys, record.sealed, row_place(feed, number, sheet, row_no))
    return {}
