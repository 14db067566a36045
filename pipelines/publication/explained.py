"""Which changed files recorded erasures explain: a chain of recorded changes from the hash published to today's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.store.landing import file_sha256
from pipelines.store.ledger import FileChange
from pipelines.store.paths import DataPaths


class Rewritten:
    """The changes that the ledger has recorded."""

    def __init__(self, paths: DataPaths, changes: Iterable[FileChange]) -> None:
        self._paths = paths
        self._by_name: dict[str, list[FileChange]] = defaultdict(list)
        for change in changes:
            self._by_name[change.name].append(change)

    def explains(self, path: Path, published_sha256: str) -> bool:
        """Return whether what lies at a path is what recorded erasures made of the file published."""
        return bool(self._chain(path, published_sha256))

    def reasons(self, inputs: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        """Return a sentence for each input of an edition that an erasure rewrote."""
        found = []
        for name, change in self._changes(inputs):
            day = f"{change.recorded_at:%Y-%m-%d}"
            found.append(f"{name} was rewritten on {day} for erasure {change.erasure_no}")
        return tuple(dict.fromkeys(found))

    def names(self, inputs: Iterable[Mapping[str, Any]]) -> frozenset[str]:
        """Return the inputs of an edition that an erasure rewrote."""
        return frozenset(name for name, _ in self._changes(inputs))

    def _changes(self, inputs: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, FileChange]]:
        for entry in inputs:
            for change in self._chain(self._paths.root / entry["name"], entry["sha256"]):
                yield entry["name"], change

    def _chain(self, path: Path, published_sha256: str) -> list[FileChange]:
        """Return the changes that lead from the file published to what lies there, none when they do not."""
        changes = self._by_name.get(path.relative_to(self._paths.root).as_posix(), [])
        now = file_sha256(path) if path.exists() else ""
        reached, taken = {published_sha256}, []
        # A run that failed in between may have recorded a step without taking it, and recorded it again.
        for change in changes:
            if change.old_sha256 in reached:
                taken.append(change)
                reached.add(change.new_sha256)
        return taken if now in reached else []
