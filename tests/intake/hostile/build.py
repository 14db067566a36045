"""Build hostile files when a test needs them: what is large inside is small on disk and quick to make."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.intake.files import csv_bytes, students, table, write_xlsx

Build = Callable[[Path], Path]
MIB = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
ENTITIES = (
    '<!DOCTYPE b [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
EXTERNAL = '<!DOCTYPE b [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'


def roll(count: int = 30) -> bytes:
    """Return a sound roll as CSV."""
    return csv_bytes(table(students(count)), encoding="utf-8")


def named(name: str, body: bytes) -> Build:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(body)
        return folder / name

    return build


def parcel(members: Mapping[str, bytes], name: str = "parcel.zip") -> Build:
    def build(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w") as archive:
            for member, body in members.items():
                archive.writestr(member, body)
        return folder / name

    return build


def workbook(changes: Mapping[str, Callable[[bytes], bytes]], count: int = 30) -> Build:
    """Build a sound workbook with some of its parts changed; a part that is not there is changed from nothing."""

    def build(folder: Path) -> Path:
        source = write_xlsx(folder / "sound.xlsx", {"一班": table(students(count))})
        with zipfile.ZipFile(source) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        source.unlink()
        parts |= {name: change(parts.get(name, b"")) for name, change in changes.items()}
        with zipfile.ZipFile(folder / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return folder / "book.xlsx"

    return build


def bomb(member: str, *, unpacked: int, claimed: int, around: tuple[bytes, bytes, bytes] = (b"", b",", b"")) -> Build:
    """Build a zip with a member that unpacks to `unpacked` bytes and claims another size; a workbook with a sound rest.

    Args:
        member: The member's name.
        unpacked: How much it really is, a multiple of a MiB.
        claimed: How much its entry says it is.
        around: What it begins with, what is repeated, what it ends with.
    """

    def build(folder: Path) -> Path:
        path = folder / ("bomb.xlsx" if member.startswith("xl/") else "bomb.zip")
        if member.startswith("xl/"):
            workbook({member: lambda _: b""})(folder).rename(path)
            kept = _without(path, member)
        else:
            kept = {}
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in kept.items():
                archive.writestr(name, part)
            packed = _packed(around, unpacked)
            archive.writestr(member, packed)
            entry = archive.getinfo(member)
            entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, claimed
        return path

    return build


def _without(path: Path, member: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != member}


def _packed(around: tuple[bytes, bytes, bytes], unpacked: int) -> bytes:
    """Deflate one MiB once and repeat it: flushed blocks follow each other as they are."""
    first, repeated, last = around
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = repeated * (MIB // len(repeated))
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    tail = packer.compress(last) + packer.flush(zlib.Z_FINISH)
    return head + block * (unpacked // MIB) + tail


def sparse(folder: Path, size: int = 2 << 30) -> Path:
    """Make a file of one column that is 2 GiB long and takes no place on disk."""
    path = folder / "column.csv"
    with path.open("wb") as file:
        file.write("学号\n".encode())
        file.truncate(size)
    return path


def many_members(count: int) -> Build:
    def build(folder: Path) -> Path:
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as archive:
            for number in range(count):
                archive.writestr(zipfile.ZipInfo(f"{number}.csv"), b"")
        (folder / "many.zip").write_bytes(body.getvalue())
        return folder / "many.zip"

    return build


def before(end: bytes, what: bytes) -> Callable[[bytes], bytes]:
    """Return a change that puts something before the first end tag of a kind."""
    return lambda part: part.replace(end, what + end, 1)


def declared(declaration: str) -> Callable[[bytes], bytes]:
    """Return a change that declares entities and uses one in the first text."""

    def change(part: bytes) -> bytes:
        head, _, rest = part.partition(b"?>")
        return head + b"?>" + declaration.encode() + rest.replace(b"</t>", b"&a11;</t>", 1)

    return change
