"""Open a published edition that is not in service any more, as long as it still has its people.

An edition is opened for one request and closed after it: paging through an older edition is rare and ends by itself,
opening costs less than a millisecond, and no file is held that an erasure has replaced. Following the edition in
service belongs in `editions`, dropping people from earlier ones in publication.
"""

import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Final

from api.problems import EditionRetired
from pipelines.store.editions import EditionError, EditionPointer, open_edition, read_manifest
from pipelines.store.paths import DataPaths

_REMEMBERED: Final = 64
_ANYBODY: Final = "select exists (select 1 from candidate) or exists (select 1 from pool_member)"


def open_kept(paths: DataPaths, edition: str) -> tuple[EditionPointer, sqlite3.Connection]:
    """Open an edition that was published before.

    Raises:
        EditionRetired: it is gone, or its people have left it, with age or by an erasure.
        EditionError: it is there and cannot be opened.
    """
    folder = paths.editions / edition
    try:
        stat = (folder / "edition.sqlite").stat()
        pointer = _pointer(folder, stat.st_ino, stat.st_mtime_ns)
    except FileNotFoundError as exc:
        raise EditionRetired(retired=edition) from exc
    if pointer is None:
        raise EditionRetired(retired=edition)
    connection = open_edition(folder)
    return pointer, connection


def was_published(paths: DataPaths, edition: str) -> bool:
    """Return whether there ever was an edition of this name."""
    return (paths.editions / edition / "manifest.json").exists()


@lru_cache(_REMEMBERED)
def _pointer(folder: Path, _inode: int, _changed: int) -> EditionPointer | None:
    """Return the pointer to an edition, None when its people left it; another file is another question."""
    manifest = read_manifest(folder)
    tables = [folder / table["name"] for table in manifest.get("tables", ()) if table.get("person_level")]
    if not all(table.exists() for table in tables) or not _has_people(folder):
        return None
    return EditionPointer(folder.name, manifest["as_of"], manifest["published_at"], folder)


def _has_people(folder: Path) -> bool:
    connection = open_edition(folder)
    try:
        return bool(connection.execute(_ANYBODY).fetchone()[0])
    except sqlite3.Error as exc:
        raise EditionError(f"edition {folder.name} cannot be read: {type(exc).__name__}") from exc
    finally:
        connection.close()
