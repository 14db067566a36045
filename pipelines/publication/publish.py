"""An edition built aside becomes an edition: folder first, pointer last. Building it belongs in edition.py."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.publication.errors import PublicationError
from pipelines.publication.manifest import MANIFEST_NAME
from pipelines.store.editions import EditionError, current_edition, edition_name, edition_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.publication.manifest import Manifest
    from pipelines.store.paths import DataPaths

BUILDING_PREFIX = ".building-"


@dataclass(frozen=True)
class PublishedEdition:
    """A published edition.

    Attributes:
        edition: its id.
        folder: where it lies.
        in_service: whether the pointer moved to it; not when an edition of a later `as_of` is in service.
    """

    edition: str
    folder: Path
    in_service: bool


def next_edition_name(editions: Path) -> str:
    """The id after the highest one used, gaps and folders without a manifest included."""
    numbers = [0]
    for folder in editions.iterdir() if editions.is_dir() else ():
        try:
            numbers.append(edition_number(folder.name))
        except EditionError:
            continue
    return edition_name(max(numbers) + 1)


@contextmanager
def building_folder(editions: Path, edition: str) -> Iterator[Path]:
    """A new folder to build in, which no reader looks into; removed when the block fails.

    What a killed build left behind is removed first: only one process publishes at a time (the writer lock).
    """
    editions.mkdir(parents=True, exist_ok=True)
    for leftover in editions.glob(f"{BUILDING_PREFIX}*"):
        shutil.rmtree(leftover)
    folder = editions / f"{BUILDING_PREFIX}{edition}"
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        discard_building(folder)
        raise


def discard_building(folder: Path) -> None:
    """Remove an edition that will not be published; one that has its name already stays."""
    if folder.name.startswith(BUILDING_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def publish_folder(paths: DataPaths, building: Path, manifest: Manifest) -> PublishedEdition:
    """Write the manifest, make everything durable, rename the folder, then move the pointer.

    Raises:
        PublicationError: when the id was taken meanwhile.
    """
    (building / MANIFEST_NAME).write_text(manifest.as_json(), encoding="utf-8")
    _sync_tree(building)
    folder = paths.editions / manifest.edition
    try:
        building.rename(folder)
    except OSError as exc:
        raise PublicationError(
            f"edition {manifest.edition} exists already: another run published it meanwhile; run again"
        ) from exc
    _sync(paths.editions)
    return PublishedEdition(manifest.edition, folder, _move_pointer(paths, manifest))


def _move_pointer(paths: DataPaths, manifest: Manifest) -> bool:
    present = current_edition(paths)
    # Equal spelling makes text order the order of time: both are UTC with a Z.
    if present is not None and present.as_of.removesuffix("Z") > manifest.as_of.removesuffix("Z"):
        return False
    pointer = {"edition": manifest.edition, "as_of": manifest.as_of, "published_at": manifest.published_at}
    temporary = paths.current_pointer.with_name(f".{paths.current_pointer.name}.new")
    temporary.write_text(json.dumps(pointer) + "\n", encoding="utf-8")
    _sync(temporary)
    temporary.replace(paths.current_pointer)
    _sync(paths.editions)
    return True


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
