"""Whether two sets of published tables are the same. Rebuilding one from its inputs belongs to the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipelines.store.landing import file_sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pipelines.publication.explained import Rewritten
    from pipelines.publication.lineage import Lineage

ANSWERS = "edition.sqlite"


@dataclass(frozen=True)
class TableComparison:
    """One table on both sides; a side that lacks it has no hash and no rows."""

    name: str
    result: Literal["identical", "different", "missing", "new"]
    published_sha256: str | None
    rebuilt_sha256: str | None
    published_rows: int | None
    rebuilt_rows: int | None


@dataclass(frozen=True)
class Comparison:
    """The answer about a whole edition, and each table's."""

    edition: str
    result: Literal["identical", "different"]
    tables: tuple[TableComparison, ...]

    @property
    def differing(self) -> tuple[TableComparison, ...]:
        """Only the tables that are not the same."""
        return tuple(table for table in self.tables if table.result != "identical")

    def as_dict(self) -> dict[str, Any]:
        """The shape `talent verify --format json` prints."""
        return {
            "edition": self.edition,
            "result": self.result,
            "tables": [{"table": table.name, "result": table.result} for table in self.tables],
        }


def compare_manifests(published: Mapping[str, Any], rebuilt: Mapping[str, Any]) -> Comparison:
    """Compare an edition with its rebuild by the hashes of tables and of the answers' content.

    The answers are compared by what they say and not by bytes, so that another version of SQLite changes nothing.

    Args:
        published: the manifest of the edition in question.
        rebuilt: the manifest of the new build.
    """
    left, right = _tables(published), _tables(rebuilt)
    tables = tuple(_compare(name, left.get(name), right.get(name)) for name in sorted(left.keys() | right.keys()))
    same = all(table.result == "identical" for table in tables)
    return Comparison(str(published["edition"]), "identical" if same else "different", tables)


def unexplained(comparison: Comparison, rewritten: Iterable[str], lineage: Lineage) -> tuple[TableComparison, ...]:
    """Return the tables whose difference rewritten inputs do not explain.

    Only a table that is built from the feed of such an input may differ, and none may come or go; the answers say
    what the tables say.
    """
    names = frozenset(rewritten)
    explained = {t.name for t in comparison.tables if t.name != ANSWERS and lineage.may_depend(t.name, names)}
    if explained:
        explained.add(ANSWERS)
    return tuple(t for t in comparison.differing if t.result != "different" or t.name not in explained)


def damaged_files(folder: Path, manifest: Mapping[str, Any], erased: Rewritten | None = None) -> tuple[str, ...]:
    """Files of a published edition that are gone or no longer what its manifest says, by name.

    What an erasure took out of the edition is no damage.
    """
    listed = [*manifest["tables"], manifest["answers"], *manifest["reports"]]
    damaged = [file for file in listed if not _is_as_published(folder, file)]
    if erased is not None:
        damaged = [file for file in damaged if not erased.explains(folder / file["name"], file["sha256"])]
    return tuple(sorted(file["name"] for file in damaged))


def _is_as_published(folder: Path, file: Mapping[str, Any]) -> bool:
    path = folder / file["name"]
    return path.is_file() and file_sha256(path) == str(file["sha256"])


def _tables(manifest: Mapping[str, Any]) -> dict[str, tuple[str, int | None]]:
    tables = {table["name"]: (table["sha256"], table["rows"]) for table in manifest["tables"]}
    rows = sum(manifest["answers_rows"].values())
    return {**tables, ANSWERS: (manifest["answers_content_sha256"], rows)}


def _compare(name: str, left: tuple[str, int | None] | None, right: tuple[str, int | None] | None) -> TableComparison:
    result: Literal["identical", "different", "missing", "new"]
    if left is None:
        result = "new"
    elif right is None:
        result = "missing"
    else:
        result = "identical" if left[0] == right[0] else "different"
    left_hash, left_rows = left or (None, None)
    right_hash, right_rows = right or (None, None)
    return TableComparison(name, result, left_hash, right_hash, left_rows, right_rows)
