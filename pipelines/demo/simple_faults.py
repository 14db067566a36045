"""Faults of one cell, read from `data/faults.csv`. Faults that look at the whole row belong in `row_faults`."""

import csv
from collections.abc import Mapping
from importlib import resources
from typing import cast

from pipelines.demo.chance import Chance
from pipelines.demo.planting import Change, Planter
from pipelines.demo.rows import Expect, Note, Raw, Value


def simple_faults() -> list[Planter]:
    """Return one planter for each line of the catalogue."""
    text = resources.files("pipelines.demo").joinpath("data/faults.csv").read_text(encoding="utf-8")
    return [_planter(line) for line in csv.DictReader(text.splitlines())]


def _planter(line: Mapping[str, str]) -> Planter:
    column = line["column"]
    return Planter(
        feed=line["feed"],
        rule_name=line["rule_name"],
        column=column,
        kind=cast("Expect", line["kind"]),
        note=Note(line["note_en"], line["note_zh"]),
        change=_put(column, line["cell"]),
        fits=lambda values: values.get(column) is not None,
        in_key=line["in_key"] == "1",
    )


def _put(column: str, text: str) -> Change:
    def change(_values: Mapping[str, Value], _chance: Chance) -> dict[str, Value]:
        return {column: Raw(text) if text else None}

    return change
