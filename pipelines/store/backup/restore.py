"""Reads a backup: looks whether it is sound, and makes a data folder and a ledger of it where there are none.

Every file is hashed on its way, and the ledger is read again when it is filled: what was restored is what was kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipelines.store.backup.contents import DATA, LEDGER, LIST, BackupError, Contents
from pipelines.store.backup.ledger_rows import lines_of, put_lines, tables_of
from pipelines.store.keys import read_key
from pipelines.store.ledger.connect import connect, reached
from pipelines.store.ledger.migrate import migrate, revision_of
from pipelines.store.paths import DataPaths
from pipelines.store.platform import ledger_url

_CHUNK = 1 << 20
_KEY = f"{DATA}keys/master.key"


def check_backup(file: Path) -> Contents:
    """Read a whole backup and return its list.

    Raises:
        BackupError: it is none, something is missing, or something was changed.
    """
    with _opened(file) as (tar, contents):
        for name in contents.sha256:
            _copy(tar, contents, name, None)
    return contents


def restore_backup(file: Path, data_dir: Path) -> Contents:
    """Make a data folder, and the ledger that `TALENT_LEDGER_URL` names, as they were.

    Raises:
        BackupError: the backup is not sound, the folder or the ledger is in use, or the key is missing.
        LedgerError: the ledger cannot be reached.
        KeyFileError: the key named in `TALENT_KEY_FILE` cannot be read.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise BackupError(
            f"{data_dir} is not empty; name a new folder with --data / {data_dir}非空，请用--data另指定目录"
        )
    contents = check_backup(file)
    aside = data_dir.resolve().with_name(f"{data_dir.resolve().name}.restoring")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700, parents=True)
    try:
        with _opened(file) as (tar, listed):
            _take_out(tar, listed, aside)
        _require_key(contents, aside)
        with reached():
            _fill_ledger(contents, aside)
        if data_dir.exists():
            data_dir.rmdir()
        shutil.rmtree(aside / LEDGER)
        aside.rename(data_dir.resolve())
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    DataPaths(data_dir.resolve()).make()
    return contents


@contextmanager
def _opened(file: Path) -> Iterator[tuple[tarfile.TarFile, Contents]]:
    try:
        with tarfile.open(file, mode="r:") as tar:
            found = tar.extractfile(LIST)
            if found is None:
                raise BackupError(f"{file} has no list of contents / {file}缺少目录清单")
            yield tar, Contents.from_json(found.read())
    except (tarfile.TarError, KeyError, EOFError, OSError) as exc:
        raise BackupError(f"{file} is not a whole backup of this platform / {file}不是完整的备份文件") from exc


def _take_out(tar: tarfile.TarFile, contents: Contents, aside: Path) -> None:
    for name in contents.sha256:
        path = aside / (name.removeprefix(DATA) if name.startswith(DATA) else name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            _copy(tar, contents, name, out)


def _copy(tar: tarfile.TarFile, contents: Contents, name: str, out: IO[bytes] | None) -> None:
    source = tar.extractfile(name)
    digest = hashlib.sha256()
    while source is not None and (chunk := source.read(_CHUNK)):
        digest.update(chunk)
        if out is not None:
            out.write(chunk)
    if digest.hexdigest() != contents.sha256[name]:
        raise BackupError(f"{name} was changed / {name}已被改动")


def _require_key(contents: Contents, aside: Path) -> None:
    named = os.environ.get("TALENT_KEY_FILE")
    path = Path(named) if named else DataPaths(aside).key_file
    if named is None and _KEY not in contents.sha256:
        raise BackupError(
            "the key is not in the backup; name its file in TALENT_KEY_FILE"
            " / 备份不含密钥，请用 TALENT_KEY_FILE 指明密钥文件"
        )
    if read_key(path).fingerprint != contents.key_fingerprint:
        raise BackupError("this is not the key that the backup was made with / 该密钥与备份不符")


def _fill_ledger(contents: Contents, aside: Path) -> None:
    engine = connect(ledger_url(DataPaths(aside)))
    try:
        if revision_of(engine) is not None:
            raise BackupError("TALENT_LEDGER_URL names a ledger in use, not an empty database / 台账非空，请另指空库")
        migrate(engine, contents.schema)
        with engine.begin() as connection:
            for table in tables_of(connection):
                with (aside / LEDGER / f"{table.name}.jsonl").open("rb") as lines:
                    put_lines(connection, table, lines)
                kept = hashlib.sha256()
                for line in lines_of(connection, table):
                    kept.update(line)
                if kept.hexdigest() != contents.sha256[f"{LEDGER}{table.name}.jsonl"]:
                    raise BackupError(f"the ledger did not take {table.name} as it was / 台账表恢复后不一致")
        migrate(engine)
    finally:
        engine.dispose()
