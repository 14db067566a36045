"""What fuzzing found, each as a small file: once an error of the platform, now an answer or a refusal."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from pipelines.intake.read import read_sheets
from pipelines.intake.report.refusal import FileRefused
from tests.intake.hostile import build

_DIRECTORY_ENDS = b"PK\x05\x06"
_DIRECTORY_PLACE = 16


@pytest.mark.parametrize("made", [build.workbook({}), build.parcel({"a.csv": build.roll()})], ids=["xlsx", "zip"])
def test_a_zip_whose_parts_lie_before_its_beginning_is_damaged(made: build.Build, files: Path) -> None:
    path = made(files)
    body = bytearray(path.read_bytes())
    place = body.rindex(_DIRECTORY_ENDS) + _DIRECTORY_PLACE
    struct.pack_into("<L", body, place, struct.unpack_from("<L", body, place)[0] + 4000)
    path.write_bytes(body)
    _is_damaged(path)


def test_an_entry_without_a_name_is_damage(files: Path) -> None:
    path = files / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", build.roll())
        archive.getinfo("a.csv").filename = ""
    _is_damaged(path)


@pytest.mark.parametrize("name", [build.SHEET, build.BOOK, build.TEXTS])
def test_a_part_that_claims_a_password_is_damage(name: str, files: Path) -> None:
    path = build.workbook({})(files)
    body = bytearray(path.read_bytes())
    place = body.rindex(name.encode()) - 46 + 8
    body[place] |= 1
    path.write_bytes(body)
    _is_damaged(path)


def _is_damaged(path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_sheets(path)
    assert refused.value.rule_name in ("file_format", "file_encrypted")
