"""Whether lists, scores and the plan depend on nothing but the listed inputs; a run that breaks it publishes nothing.

How columns depend on each other is read in `column_lineage`; the list is dbt_project/matching_inputs.yml.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from pipelines.publication.column_lineage import ROWS, Column, ColumnLineage, Project
from pipelines.publication.dbt_project import PROJECT_DIR
from pipelines.publication.warehouse import open_warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

INPUT_LIST = PROJECT_DIR / "matching_inputs.yml"
_STAGING = "stg_"


@dataclass(frozen=True)
class InputList:
    """What may be read.

    Attributes:
        targets: models whose inputs are judged.
        never: reason by forbidden column name; a name with models only in these.
        gates: by forbidden column, the columns of models that may be made from it.
        allowed: by staging model, the columns that may be read.
    """

    targets: tuple[str, ...]
    never: Mapping[str, tuple[str, tuple[str, ...]]]
    gates: Mapping[str, frozenset[Column]]
    allowed: Mapping[str, frozenset[str]]

    def why_never(self, column: Column) -> str | None:
        """Why a column may never be read, None where it is not forbidden."""
        because, models = self.never.get(column[1], ("", ()))
        return because if because and (not models or column[0] in models) else None


def input_list(path: Path = INPUT_LIST) -> InputList:
    """Read the list.

    Raises:
        ValueError: when it allows what it forbids.
    """
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    read = InputList(
        targets=tuple(said["targets"]),
        never={entry["column"]: (entry["because"], tuple(entry.get("in", ()))) for entry in said["never"]},
        gates={name: frozenset(_column(gate) for gate in gates) for name, gates in said["gates"].items()},
        allowed={model: frozenset(columns) for model, columns in said["allowed"].items()},
    )
    both = sorted(f"{m}.{c}" for m, columns in read.allowed.items() for c in columns if read.why_never((m, c)))
    if both:
        raise ValueError(f"{path.name} allows what it forbids: {', '.join(both)}")
    return read


def project_of(manifest: Path, warehouse: Path) -> Project:
    """Return what is known of the models after a run: dbt's manifest with the compiled SQL, and the columns."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model" and not node["name"].startswith(_STAGING)]
    with open_warehouse(warehouse) as opened:
        columns = {name: opened.columns(name) for name in opened.names()}
    return Project(
        columns=columns,
        sql={node["name"]: node["compiled_code"] for node in models if node.get("compiled_code")},
        reads={
            node["name"]: [parent.rpartition(".")[2] for parent in node["depends_on"]["nodes"]]
            for node in models
            if node["language"] == "python"
        },
    )


def wrong_inputs(project: Project, inputs: InputList) -> list[str]:
    """What is read and may not be: the column, why, and the way by which it reaches a target."""
    lineage = ColumnLineage(project)
    starts = [(model, name) for model in inputs.targets for name in (*project.columns[model], ROWS)]
    every_gate = frozenset().union(*inputs.gates.values())
    found = _wrong(lineage, inputs, starts, stop=every_gate, passing=frozenset())
    for gate in sorted(every_gate):
        passing = frozenset(name for name, gates in inputs.gates.items() if gate in gates)
        found |= _wrong(lineage, inputs, [gate], stop=every_gate - {gate}, passing=passing)
    return sorted(found.values())


def _wrong(
    lineage: ColumnLineage,
    inputs: InputList,
    starts: Sequence[Column],
    *,
    stop: frozenset[Column],
    passing: frozenset[str],
) -> dict[Column, str]:
    """Return what is wrong behind some columns, by column; nothing behind `stop` is looked at."""
    reached: dict[Column, Column | None] = dict.fromkeys(starts)
    waiting = deque(starts)
    while waiting:
        column = waiting.popleft()
        if column in stop or not lineage.is_made(column[0]):
            continue
        for behind in sorted({*lineage.behind(column), (column[0], ROWS)}):
            if behind not in reached:
                reached[behind] = column
                waiting.append(behind)
    ends = [c for c in reached if not lineage.is_made(c[0]) and c[1] != ROWS and c[1] not in passing]
    complaints = {column: _complaint(column, inputs) for column in ends}
    return {c: f"{'.'.join(c)} {why}: {_way(c, reached)}" for c, why in complaints.items() if why}


def _complaint(column: Column, inputs: InputList) -> str | None:
    if not column[0].startswith(_STAGING):
        return "cannot be followed: its model was not compiled"
    if because := inputs.why_never(column):
        return f"is never an input of matching ({because.rstrip('.')})"
    return None if column[1] in inputs.allowed.get(column[0], ()) else f"is not in {INPUT_LIST.name}"


def _way(column: Column, reached: Mapping[Column, Column | None]) -> str:
    steps: list[Column] = [column]
    while (after := reached[steps[-1]]) is not None:
        steps.append(after)
    return " > ".join(_steps(steps))


def _steps(columns: Iterable[Column]) -> Iterable[str]:
    return (model if name == ROWS else f"{model}.{name}" for model, name in columns)


def _column(text: str) -> Column:
    model, _, name = text.partition(".")
    return model, name
