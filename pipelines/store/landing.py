"""Keeps every file as sent, encrypted, by the sha256 of its plain bytes. Reading it belongs in `pipelines.intake`.

After an erasure the original is replaced by its cells as text without the rows of the person, still under the name
of what was sent. The two are sealed as different things, so that nobody can send the one as the other.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipelines.store.keys import KeyRing
from pipelines.store.paths import DataPaths

_CHUNK = 1 << 20
_CELLS = ".cells"

BeforeChange = Callable[[Path, str, str], None]
"""Is told a file with its old and new sha256 while nothing has changed; no file, no hash."""


class OriginalErased(Exception):  # noqa: N818 - what happened to it, not a fault
    """The file as sent is no longer kept: only its cells without the rows of erased people are."""


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def land(paths: DataPaths, keys: KeyRing, source: Path, sha256: str) -> Path:
    """Keep a file as sent; one that is there already, whole or as what an erasure left of it, is left alone."""
    target, cells = landed_file(paths, sha256), landed_cells_file(paths, sha256)
    if cells.exists():
        return cells
    if not target.exists():
        _write_aside(target, keys.seal("landing", source.read_bytes(), sha256)).replace(target)
    return target


def land_cells(
    paths: DataPaths, keys: KeyRing, body: bytes, sha256: str, *, before_change: BeforeChange | None = None
) -> Path:
    """Keep what is left of a file's cells instead of the file; the original, if it is there, goes."""
    original, target = landed_file(paths, sha256), landed_cells_file(paths, sha256)
    unfinished = _write_aside(target, keys.seal("landing", body, sha256 + _CELLS))
    if before_change is not None:
        if original.exists():
            before_change(original, file_sha256(original), "")
        before_change(target, file_sha256(target) if target.exists() else "", file_sha256(unfinished))
    unfinished.replace(target)
    drop_original(paths, sha256)
    return target


def drop_original(paths: DataPaths, sha256: str) -> None:
    """Remove the file as sent."""
    with suppress(FileNotFoundError):
        landed_file(paths, sha256).unlink()


def read_landed(paths: DataPaths, keys: KeyRing, sha256: str) -> bytes:
    """Return the plain bytes of a landed file.

    Raises:
        OriginalErased: only its cells are left.
    """
    if landed_cells_file(paths, sha256).exists():
        raise OriginalErased(sha256)
    return keys.unseal("landing", landed_file(paths, sha256).read_bytes(), sha256)


def read_landed_cells(paths: DataPaths, keys: KeyRing, sha256: str) -> bytes:
    """Return what `land_cells` kept."""
    return keys.unseal("landing", landed_cells_file(paths, sha256).read_bytes(), sha256 + _CELLS)


def landed_file(paths: DataPaths, sha256: str) -> Path:
    """Return where a file with this hash lies."""
    return paths.landing / sha256[:2] / f"{sha256}.sealed"


def landed_cells_file(paths: DataPaths, sha256: str) -> Path:
    """Return where the cells lie that an erasure left of a file with this hash."""
    return paths.landing / sha256[:2] / f"{sha256}{_CELLS}.sealed"


def _write_aside(target: Path, sealed: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    unfinished.write_bytes(sealed)
    return unfinished
