"""Published editions: their names, the pointer to the one in service, and opening one to read.

Building and publishing an edition belongs in `pipelines.publication`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.store.paths import DataPaths

_MAPPED_BYTES = 1 << 30
_NAME = re.compile(r"e([0-9]{6})")


@dataclass(frozen=True, slots=True)
class EditionPointer:
    """One published edition; times are text in UTC, ISO 8601 with a Z."""

    edition: str
    as_of: str
    published_at: str
    folder: Path


class EditionError(Exception):
    """An edition or the pointer cannot be read."""


def edition_name(number: int) -> str:
    """Return the name of the n-th edition, as `e000001`."""
    return f"e{number:06d}"


def edition_number(name: str) -> int:
    """Return the number in an edition's name.

    Raises:
        EditionError: not the name of an edition.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise EditionError(f"'{name}' is not the name of an edition; they look like e000001")
    return int(match[1])


def current_edition(paths: DataPaths) -> EditionPointer | None:
    """Return the edition in service, or None when nothing was published yet.

    Raises:
        EditionError: the pointer is broken.
    """
    try:
        text = paths.current_pointer.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        pointer = json.loads(text)
        return EditionPointer(
            pointer["edition"],
            pointer["as_of"],
            pointer["published_at"],
            paths.editions / pointer["edition"],
        )
    except (ValueError, KeyError, TypeError) as exc:
        raise EditionError("editions/CURRENT.json is broken; publish again: talent run") from exc


def list_editions(paths: DataPaths) -> list[EditionPointer]:
    """Return all published editions, newest first; one whose manifest is broken is left out."""
    found = []
    for folder in paths.editions.iterdir() if paths.editions.exists() else ():
        if _NAME.fullmatch(folder.name) and (folder / "manifest.json").exists():
            # One broken manifest must not hide the other editions; opening the broken one says what is wrong.
            with suppress(EditionError, KeyError, TypeError):
                manifest = read_manifest(folder)
                found.append(EditionPointer(folder.name, manifest["as_of"], manifest["published_at"], folder))
    return sorted(found, key=lambda e: e.edition, reverse=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return an edition's manifest.

    Raises:
        EditionError: there is none, or it is broken.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise EditionError(f"edition {folder.name} has no readable manifest") from exc
    return manifest


def open_edition(folder: Path) -> sqlite3.Connection:
    """Open an edition's answers read-only and immutable.

    Raises:
        EditionError: the file is missing or not an edition.
    """
    path = folder / "edition.sqlite"
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        connection.execute(f"pragma mmap_size = {_MAPPED_BYTES}")
        connection.execute("select value from edition_info limit 1").fetchone()
    except sqlite3.Error as exc:
        raise EditionError(f"edition {folder.name} cannot be opened: {type(exc).__name__}") from exc
    return connection
