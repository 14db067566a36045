"""Read the dictionary of metrics. What it says is told by the API, the reports and the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipelines.publication.errors import PublicationError

_OF_PEOPLE = "people"


def read_dictionary(path: Path) -> dict[str, dict[str, Any]]:
    """Return every metric's entry by its id, in the order of the dictionary.

    Raises:
        PublicationError: when there is no dictionary.
    """
    if not path.is_file():
        raise PublicationError(f"no metric dictionary {path.name}")
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in document["metrics"]}


def metrics_of_things(dictionary: dict[str, dict[str, Any]]) -> frozenset[str]:
    """Return the metrics that count no people but openings or money; small numbers of these tell of nobody."""
    return frozenset(name for name, entry in dictionary.items() if entry.get("counts", _OF_PEOPLE) != _OF_PEOPLE)
