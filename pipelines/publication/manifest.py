"""What an edition is made of: inputs, versions, hashes.

Reading a published manifest belongs in `pipelines.store.editions`, comparing two sets of tables in verify.py.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.store.landing import file_sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

MANIFEST_NAME = "manifest.json"
MANIFEST_VERSION = 1
LOCK_FILE = Path(__file__).parents[2] / "requirements.lock"


@dataclass(frozen=True, order=True)
class InputFile:
    """A file that a figure of the edition may depend on.

    Attributes:
        name: where it lies, relative to the data folder (`inputs/…`: to the edition's), with forward slashes.
        sha256: of its bytes.
        size: in bytes.
    """

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, order=True)
class PublishedFile:
    """A file of the edition.

    Attributes:
        name: relative to the edition's folder, with forward slashes.
        sha256: of its bytes.
        rows: rows of a table, none for other files.
        person_level: whether it has a row per person, and so leaves with the edition's retention.
    """

    name: str
    sha256: str
    rows: int | None = None
    person_level: bool = False


@dataclass(frozen=True)
class Manifest:
    """Everything that says where an edition came from. Two with equal tables tell the same story."""

    edition: str
    as_of: str
    published_at: str
    code_version: str
    lock_sha256: str
    contract_versions: Mapping[str, str]
    code_table_versions: Mapping[str, str]
    inputs: tuple[InputFile, ...]
    tables: tuple[PublishedFile, ...]
    answers: PublishedFile
    answers_content_sha256: str
    answers_rows: Mapping[str, int]
    unpublished: tuple[str, ...] = ()
    reports: tuple[PublishedFile, ...] = ()
    version: int = field(default=MANIFEST_VERSION)

    def as_json(self) -> str:
        """The manifest as text, keys sorted, so that equal manifests are equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def input_file(path: Path, root: Path) -> InputFile:
    """Describe an input by its place under a root, its hash and its size."""
    return InputFile(path.relative_to(root).as_posix(), file_sha256(path), path.stat().st_size)


def sorted_inputs(inputs: Iterable[InputFile]) -> tuple[InputFile, ...]:
    """Inputs by name, each once."""
    return tuple(sorted(set(inputs)))


def lock_sha256(lock: Path = LOCK_FILE) -> str:
    """Hash of the requirements lock, or `none` where the package runs without its repository."""
    return file_sha256(lock) if lock.is_file() else "none"


def utc_text(moment: datetime) -> str:
    """A UTC moment in the one spelling used everywhere: `2026-11-22T07:00:00Z`.

    Raises:
        ValueError: when the moment has no zone, since a guess would move figures.
    """
    if moment.utcoffset() is None:
        raise ValueError("as_of and published_at need a time zone")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='auto')}Z"
