"""Verify an edition: build it again from its inputs, aside, and compare.

Nothing is published, and nothing is locked: inputs do not change, and all that is written lies in a folder of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from data_contracts.code_manifest import CODES_DIR
from pipelines.publication.dbt_project import call_dbt, dbt_vars
from pipelines.publication.edition import EditionSources, fill_edition
from pipelines.publication.errors import PublicationError
from pipelines.publication.explained import Rewritten
from pipelines.publication.inputs import OWN_CODES, lost_inputs, own_published
from pipelines.publication.ledger_exports import own_exports
from pipelines.publication.lineage import Lineage
from pipelines.publication.verify import Comparison, compare_manifests, damaged_files, unexplained
from pipelines.store.editions import read_manifest
from pipelines.store.incoming import work_folder
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform

_TARGET = "target"

Result = Literal["identical", "explained", "different", "not rebuildable"]


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer of `talent verify`.

    Attributes:
        reasons: Why an edition cannot be rebuilt, which of its files are damaged, or what explains a difference.
        comparison: Each table beside its rebuild; None when nothing could be rebuilt.
    """

    edition: str
    result: Result
    reasons: tuple[str, ...] = ()
    comparison: Comparison | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the shape that `talent verify --format json` prints."""
        tables = self.comparison.as_dict()["tables"] if self.comparison else []
        answer = {"edition": self.edition, "result": self.result, "tables": tables}
        return answer | ({"reasons": list(self.reasons)} if self.reasons else {})


def verify_edition(platform: Platform, edition: str) -> Verification:
    """Rebuild an edition from the inputs in its manifest and compare every table.

    An edition whose inputs an erasure rewrote is built from what is left of them: the tables that are made from their
    feeds may differ then, and the recorded erasures explain it. Every other difference is a difference.

    Raises:
        EditionError: there is no such edition.
        PublicationError: dbt or the build failed.
    """
    paths = platform.paths
    folder = paths.editions / edition
    manifest = read_manifest(folder)
    erased = Rewritten(paths, platform.ledger.erasures.file_changes())
    damaged = damaged_files(folder, manifest, erased)
    if damaged:
        return Verification(edition, "different", tuple(f"{name} is not as published" for name in damaged))
    if reasons := lost_inputs(paths, folder, manifest, erased):
        return Verification(edition, "not rebuildable", reasons)
    rebuilt, lineage = _rebuild(paths, folder, manifest)
    comparison = compare_manifests(manifest, rebuilt)
    reasons = erased.reasons(manifest["inputs"])
    if comparison.result == "identical" or not reasons:
        return Verification(edition, comparison.result, comparison=comparison)
    if left := unexplained(comparison, erased.names(manifest["inputs"]), lineage):
        told = tuple(f"no erasure explains {table.name}: its inputs were not rewritten" for table in left)
        return Verification(edition, "different", told, comparison)
    return Verification(edition, "explained", reasons, comparison)


def _rebuild(paths: DataPaths, folder: Path, manifest: dict[str, Any]) -> tuple[dict[str, Any], Lineage]:
    """Return the manifest of an edition built again, and what its tables are made from."""
    as_of = datetime.fromisoformat(manifest["as_of"])
    with work_folder(paths) as scratch:
        warehouse, aside = scratch / "warehouse.duckdb", scratch / "edition"
        exports = own_exports(folder, scratch)
        _run_dbt(dbt_vars(paths, as_of, warehouse=warehouse, exports=exports, codes=_codes(folder)), scratch)
        aside.mkdir()
        published_at = datetime.fromisoformat(manifest["published_at"])
        sources = EditionSources(
            warehouse, exports.deliveries, as_of, published_at, manifest["code_version"], own_published(folder)
        )
        rebuilt: dict[str, Any] = json.loads(fill_edition(aside, manifest["edition"], sources).as_json())
        return rebuilt, Lineage.of_manifest(scratch / _TARGET / "manifest.json")


def _codes(folder: Path) -> Path:
    """Return the edition's code tables, or today's for an edition from before they were kept."""
    own = folder / OWN_CODES
    return own if own.is_dir() else CODES_DIR


def _run_dbt(variables: dict[str, str], scratch: Path) -> None:
    folders = ("--log-path", str(scratch), "--target-path", str(scratch / _TARGET))
    done = call_dbt("run", *folders, "--vars", json.dumps(variables))
    if done.returncode:
        last = " ".join(done.stdout.strip().splitlines()[-3:])
        raise PublicationError(f"dbt could not rebuild the warehouse: {last[:300]}")
