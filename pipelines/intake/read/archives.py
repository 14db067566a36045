"""Open a zip that holds one table and nothing else worth reading; its names decide nothing but what is a table.

Workbooks are zips too: telling them apart belongs in `sniff`.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pipelines.intake.read.damage import ZIP_DAMAGE
from pipelines.intake.read.limits import refuse_bytes
from pipelines.intake.report.refusal import FileRefused

_TABLES = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".csv", ".tsv", ".txt", ".htm", ".html", ".zip"})
_NAMES_ARE_UTF8 = 0x800
_ENCRYPTED = 0x1


@contextmanager
def only_table(path: Path) -> Iterator[Path]:
    """Unpack the one table of a zip under a name of our own and take it away afterwards.

    Raises:
        FileRefused: it holds none or several, has a password, or unpacks to more than a file may be.
    """
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "table"
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, unpacked)
        except ZIP_DAMAGE as exc:
            raise FileRefused("file_format", "zip (damaged)") from exc
        yield unpacked


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; without the mark of UTF-8 it is in the code page of Chinese Windows."""
    if entry.flag_bits & _NAMES_ARE_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _unpack(archive: zipfile.ZipFile, target: Path) -> None:
    tables = [entry for entry in archive.infolist() if _is_table(entry)]
    if any(entry.flag_bits & _ENCRYPTED for entry in tables):
        raise FileRefused("file_encrypted")
    if not tables:
        raise FileRefused("file_format", "zip")
    if len(tables) > 1:
        raise FileRefused("zip_several_tables", str(len(tables)))
    # No more is ever unpacked than the entry says of itself.
    refuse_bytes(tables[0].file_size)
    with archive.open(tables[0]) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)


def _is_table(entry: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(entry_name(entry).replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX", "~$")) for part in name.parts)
    return not entry.is_dir() and not hidden and name.suffix.lower() in _TABLES
