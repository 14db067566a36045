"""Sign a report of an edition: its files are what was published, and the ledger keeps who signed them.

Writing a report belongs in `publication`; who may sign is decided by the command line and the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from pipelines.store.editions import edition_number, list_editions, read_manifest
from pipelines.store.landing import file_sha256
from pipelines.store.ledger import Signature
from pipelines.store.platform import Platform


class SigningError(Exception):
    """A report cannot be signed; the message says why, in both languages."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and as what."""

    name: str
    role: str


def sign_report(platform: Platform, edition: str, report: str, signer: Signer, *, at: datetime) -> list[Signature]:
    """Sign every file of a report, or the table of that name, and return the signatures.

    Raises:
        EditionError: there is no such edition.
        SigningError: there is no such report, it is person-level, not as published, or signed by the person before.
    """
    edition_number(edition)
    published = next((e for e in list_editions(platform.paths) if e.edition == edition), None)
    if published is None:
        raise SigningError(f"edition {edition} is not published / 版本{edition}尚未发布")
    manifest = read_manifest(published.folder)
    files = _files_of(manifest, report)
    for file in files:
        path = published.folder / file["name"]
        if not path.is_file() or file_sha256(path) != file["sha256"]:
            raise SigningError(f"{file['name']} is not as published / {file['name']}与发布时不一致")
    signatures = [
        Signature(edition, report, file["name"], file["sha256"], signer.name, signer.role, at) for file in files
    ]
    if not platform.ledger.signatures.add(signatures):
        raise SigningError(
            f"{signer.name} has signed {report} of {edition} before / {signer.name}已签署{edition}的{report}"
        )
    return signatures


def _files_of(manifest: Mapping[str, Any], report: str) -> list[Mapping[str, Any]]:
    listed = [*manifest["reports"], *manifest["tables"]]
    files = [file for file in listed if PurePosixPath(file["name"]).name.split(".")[0] == report]
    if not files:
        known = ", ".join(sorted({PurePosixPath(f["name"]).name.split(".")[0] for f in _signable(listed)}))
        raise SigningError(f"there is no report '{report}', only {known} / 没有报告“{report}”，可签署的有{known}")
    if len(_signable(files)) < len(files):
        raise SigningError(f"'{report}' holds single persons and is not signed / “{report}”含个人记录，不可签署")
    return files


def _signable(files: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [file for file in files if not file.get("person_level", False)]
