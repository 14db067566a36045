"""Keeps every file as sent, encrypted, by the sha256 of its plain bytes. Reading it belongs in `pipelines.intake`."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

from pipelines.store.keys import KeyRing
from pipelines.store.paths import DataPaths

_CHUNK = 1 << 20


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def land(paths: DataPaths, keys: KeyRing, source: Path, sha256: str) -> Path:
    """Keep a file as sent; a file that is there already is left alone."""
    target = landed_file(paths, sha256)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        unfinished.write_bytes(keys.seal("landing", source.read_bytes(), sha256))
        unfinished.replace(target)
    return target


def read_landed(paths: DataPaths, keys: KeyRing, sha256: str) -> bytes:
    """Return the plain bytes of a landed file."""
    return keys.unseal("landing", landed_file(paths, sha256).read_bytes(), sha256)


def landed_file(paths: DataPaths, sha256: str) -> Path:
    """Return where a file with this hash lies."""
    return paths.landing / sha256[:2] / f"{sha256}.sealed"
