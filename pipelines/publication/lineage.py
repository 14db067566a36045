"""Which published tables can depend on which inputs, by what dbt itself says of its models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

_INPUT_FOLDER = "raw"


class Lineage:
    """The sources behind each model."""

    def __init__(self, parents: Mapping[str, Iterable[str]]) -> None:
        """Take, by the unique name of a model, the unique names of all that it reads itself."""
        self._parents = {name: tuple(read) for name, read in parents.items()}
        self._behind = cache(self._sources_behind)

    @classmethod
    def of_manifest(cls, manifest: Path) -> Lineage:
        """Return the lineage that dbt wrote down when it ran."""
        said = json.loads(manifest.read_text(encoding="utf-8"))
        return cls({name: node["depends_on"]["nodes"] for name, node in said["nodes"].items()})

    def may_depend(self, table: str, inputs: Iterable[str]) -> bool:
        """Return whether a table, by its file, is built from a feed to which one of these inputs belongs."""
        own = f".{PurePosixPath(table).stem}"
        models = [name for name in self._parents if name.startswith("model.") and name.endswith(own)]
        feeds = {feed for model in models for feed in self._behind(model)}
        return any(_feed_of(name) in feeds for name in inputs)

    def _sources_behind(self, name: str) -> frozenset[str]:
        if name.startswith("source."):
            return frozenset({name.rpartition(".")[2]})
        return frozenset().union(*(self._behind(parent) for parent in self._parents.get(name, ())))


def _feed_of(input_name: str) -> str | None:
    folder, _, rest = input_name.partition("/")
    return rest.partition("/")[0] if folder == _INPUT_FOLDER else None
