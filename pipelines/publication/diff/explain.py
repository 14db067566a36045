"""Explain the difference of two editions: build the figures of every state between them and compare.

What an edition published beside what its inputs give today tells of changed definitions and code, or of erasures;
everything else is a change of inputs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.publication.dbt_project import call_dbt, dbt_vars
from pipelines.publication.diff.figures import Difference, Figure, Key, differences, figures_of
from pipelines.publication.diff.states import Part, State, same_inputs, states_between
from pipelines.publication.disclosure.equations import MEASURES
from pipelines.publication.disclosure.metrics import METRIC_TABLE, SUPPRESSED
from pipelines.publication.errors import PublicationError
from pipelines.publication.explained import Rewritten
from pipelines.publication.warehouse import open_warehouse
from pipelines.store.editions import read_manifest
from pipelines.store.incoming import work_folder
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform

Step = tuple[Part | None, dict[Key, Figure]]


@dataclass(frozen=True)
class Explanation:
    """The answer of `talent diff`.

    Attributes:
        earlier: The edition compared.
        later: The edition it is compared with.
        differences: Every figure that differs.
        same: How many figures are the same.
    """

    earlier: str
    later: str
    differences: list[Difference]
    same: int


def explain_difference(platform: Platform, earlier: str, later: str) -> Explanation:
    """Split the difference of every figure between two editions into what caused it.

    Raises:
        EditionError: there is no such edition.
        PublicationError: dbt failed, or an edition's inputs were not kept.
    """
    paths = platform.paths
    folders = [paths.editions / name for name in (earlier, later)]
    manifests = [read_manifest(folder) for folder in folders]
    erased = Rewritten(paths, platform.ledger.erasures.file_changes())
    with work_folder(paths) as scratch:
        states = states_between((folders[0], manifests[0]), (folders[1], manifests[1]), scratch)
        built = _built(paths, states, scratch)
    first, last = built[0][1], built[-1][1]
    was, is_ = (
        _as_published(folder, manifest, metrics, erased)
        for folder, manifest, metrics in zip(folders, manifests, (first, last), strict=True)
    )
    steps: list[Step] = [
        (None, was.published),
        ("definition", was.redefined),
        (was.otherwise, figures_of(first)),
        *((part, figures_of(metrics)) for part, metrics in built[1:]),
        (is_.otherwise, is_.redefined),
        ("definition", is_.published),
    ]
    found = differences(steps)
    return Explanation(earlier, later, found, len({*was.published, *is_.published}) - len(found))


def _built(
    paths: DataPaths, states: list[tuple[Part | None, State]], scratch: Path
) -> list[tuple[Part | None, pl.DataFrame]]:
    """Return the metrics of each state; a state with the inputs of the one before is not built again."""
    built: list[tuple[Part | None, pl.DataFrame]] = []
    before: State | None = None
    for number, (part, state) in enumerate(states):
        if before is not None and same_inputs(before, state):
            built.append((part, built[-1][1]))
        else:
            built.append((part, _metrics(paths, state, scratch / str(number))))
        before = state
    return built


def _metrics(paths: DataPaths, state: State, folder: Path) -> pl.DataFrame:
    folder.mkdir()
    warehouse = folder / "warehouse.duckdb"
    variables = dbt_vars(paths, state.as_of, warehouse=warehouse, exports=state.exports, codes=state.codes)
    places = ("--log-path", str(folder), "--target-path", str(folder.parent / "target"))
    done = call_dbt("run", "--select", f"+{METRIC_TABLE}", *places, "--vars", json.dumps(variables))
    if done.returncode:
        last = " ".join(done.stdout.strip().splitlines()[-3:])
        raise PublicationError(f"dbt could not rebuild the metrics: {last[:300]}")
    with open_warehouse(warehouse) as opened:
        return opened.connection.execute(f"select * from {opened.relation(METRIC_TABLE)}").pl()  # noqa: S608 our own name


@dataclass(frozen=True)
class _Published:
    """An edition's figures as published, then those of changed definitions as they are counted now.

    Attributes:
        otherwise: What else than a definition makes published figures differ from those of the same inputs today.
    """

    published: dict[Key, Figure]
    redefined: dict[Key, Figure]
    otherwise: Part


def _as_published(folder: Path, manifest: dict[str, Any], metrics: pl.DataFrame, erased: Rewritten) -> _Published:
    """Lay what an edition shows over what its inputs give today: what it does not show is taken from these."""
    shown = pl.read_parquet(folder / "tables" / f"{METRIC_TABLE}.parquet")
    # A figure that still stands from an edition before is none of this one's inputs.
    fresh = shown.filter(pl.col("as_of") == metrics["as_of"].max(), pl.col("status") != SUPPRESSED)
    fresh = fresh.drop_nulls([*MEASURES])
    versions = dict(metrics.select("metric_id", "metric_version").iter_rows())
    same_definition = fresh.filter(
        pl.col("metric_id").replace_strict(versions, default=None, return_dtype=pl.Int64) == pl.col("metric_version")
    )
    today = figures_of(metrics)
    rewritten = bool(erased.reasons(manifest["inputs"]))
    return _Published(
        published=today | figures_of(fresh),
        redefined=today | figures_of(same_definition),
        otherwise="erasures" if rewritten else "code",
    )
