"""Makes a backup: while nobody publishes, of the moment at which ledger, vault and the list of files are read."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tarfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.store.backup.contents import DATA, LEDGER, LIST, BackupError, Contents, files_to_keep
from pipelines.store.backup.ledger_rows import lines_of, tables_of
from pipelines.store.incoming import work_folder
from pipelines.store.ledger.schema import SCHEMA_REVISION
from pipelines.store.ledger.times import to_text
from pipelines.store.ledger.turns import writing
from pipelines.store.platform import Platform

_KEY = "keys/master.key"
_PATIENCE = 30.0


def make_backup(platform: Platform, target: Path, *, with_key: bool, at: datetime) -> Contents:
    """Write a backup to a file that does not exist yet; it is there when it is whole.

    Args:
        platform: What to back up.
        target: The file.
        with_key: Whether the master key goes into it too.
        at: When it is made.

    Raises:
        BackupError: a run is publishing, or the target is taken.
    """
    if target.exists():
        raise BackupError(f"{target} is there already / {target}已存在")
    try:
        # A run rewrites and removes files; deliveries only add some.
        with FileLock(platform.paths.writer_lock, timeout=0):
            return _make(platform, target, with_key=with_key, at=at)
    except Timeout as exc:
        raise BackupError("a run or a delivery is under way; try again / 正在运行或接收报送，请稍后再试") from exc


def _make(platform: Platform, target: Path, *, with_key: bool, at: datetime) -> Contents:
    unfinished = target.with_name(f".{target.name}.part")
    with work_folder(platform.paths) as aside:
        rows, kept = _set_aside(platform, aside)
        files = {f"{DATA}{path.relative_to(platform.paths.root).as_posix()}": path for path in kept}
        files |= {path.relative_to(aside).as_posix(): path for path in sorted(aside.rglob("*")) if path.is_file()}
        if with_key:
            files[f"{DATA}{_KEY}"] = Path(os.environ.get("TALENT_KEY_FILE") or platform.paths.key_file)
        contents = Contents(to_text(at), platform.keys.fingerprint, SCHEMA_REVISION, _hashes(files), rows)
        listed = aside / LIST
        listed.write_bytes(contents.to_json())
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
            for name, path in (files | {LIST: listed}).items():
                tar.add(path, arcname=name, recursive=False)
    unfinished.replace(target)
    return contents


def _set_aside(platform: Platform, aside: Path) -> tuple[dict[str, int], list[Path]]:
    """Copy the two databases as they are at one moment; return the rows of the ledger's tables, and the files then."""
    rows = {}
    (aside / LEDGER).mkdir()
    (aside / DATA).mkdir()
    with FileLock(platform.paths.rows_lock, timeout=_PATIENCE), writing(platform.ledger.engine) as turn:
        for table in tables_of(turn.connection):
            with (aside / LEDGER / f"{table.name}.jsonl").open("wb") as out:
                rows[table.name] = sum(1 for line in lines_of(turn.connection, table) if out.write(line))
        if platform.paths.vault_file.exists():
            copy = aside / DATA / platform.paths.vault_file.name
            with closing(sqlite3.connect(platform.paths.vault_file)) as vault, closing(sqlite3.connect(copy)) as to:
                vault.backup(to)
        return rows, files_to_keep(platform.paths.root)


def _hashes(files: dict[str, Path]) -> dict[str, str]:
    hashes = {}
    for name, path in files.items():
        with path.open("rb") as file:
            hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes
