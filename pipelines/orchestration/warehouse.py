"""dbt's models as Dagster assets. What the models mean belongs in dbt_project."""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtCliResource, dbt_assets
from filelock import FileLock

from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.publication.dbt_project import (
    PROJECT_DIR,
    TARGET_DIR,
    call_dbt,
    dbt_executable,
    dbt_vars,
)
from pipelines.publication.matching_inputs import input_list, project_of, wrong_inputs

WRITER_POOL = "duckdb_writer"
_OWNERS = ["team:data-platform"]
_LINES_AT_ONCE = 50
_INPUTS = ("*.yml", "models/**/*", "macros/**/*", "tests/**/*")


class ManifestError(Exception):
    """dbt cannot read its own project."""


class Translator(DagsterDbtTranslator):
    """Names dbt's nodes as the rest of the graph does: sources by their feed, models by their layer."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return a node's key: `raw/<feed>`, `codes/<table>` or `<layer>/<model>`."""
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return dg.AssetKey([_layer(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return a model's layer."""
        return _layer(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:  # noqa: ARG002 - Dagster's signature
        """Return who answers for the models."""
        return _OWNERS


def warehouse_assets() -> dg.AssetsDefinition:
    """Return the assets of all models; one `dbt build` per run materialises them."""

    @dbt_assets(manifest=manifest_file(), name="warehouse", dagster_dbt_translator=Translator(), pool=WRITER_POOL)
    def warehouse(context: dg.AssetExecutionContext, dbt: DbtCliResource, platform: PlatformResource) -> Iterator[Any]:
        paths = platform.open().paths
        variables = dbt_vars(paths, run_as_of(context), warehouse=paths.warehouse_file)
        with FileLock(paths.writer_lock):
            # Unit tests judge the models' text, not the data: `make test` runs them.
            arguments = ["build", "--exclude-resource-type", "unit_test", "--vars", json.dumps(variables)]
            invocation = dbt.cli(arguments, context=context, raise_on_error=False)
            with closing(LinesToLog(context.log)) as lines, redirect_stdout(lines):
                events = list(invocation.stream())
            counts = row_counts(paths.warehouse_file)
        yield from (_with_row_count(event, counts) for event in events)
        if not invocation.is_successful():
            raise dg.Failure(description=_what_failed(invocation), allow_retries=False)
        _refuse_wrong_inputs(invocation.target_path / "manifest.json", paths.warehouse_file)

    return warehouse


def _refuse_wrong_inputs(manifest: Path, warehouse: Path) -> None:
    """Stop the run before anything is published when a list, a score or the plan reads what it may not."""
    if wrong := wrong_inputs(project_of(manifest, warehouse), input_list()):
        raise dg.Failure(description="matching reads what it may not: " + "; ".join(wrong), allow_retries=False)


class LinesToLog(io.TextIOBase):
    """A stream that hands dbt's own lines to the run's log, so that they do not fill a person's terminal.

    Many at a time: Dagster opens its database for every entry, which for a line each takes a sixth of a whole run.
    """

    def __init__(self, log: dg.DagsterLogManager) -> None:
        super().__init__()
        self._log = log
        self._lines: list[str] = []

    def write(self, text: str) -> int:
        """Take what is more than blanks."""
        if text.strip():
            self._lines.append(text.strip())
        if len(self._lines) >= _LINES_AT_ONCE:
            self._hand_on()
        return len(text)

    def close(self) -> None:
        """Hand on what is left."""
        self._hand_on()
        super().close()

    def _hand_on(self) -> None:
        if self._lines:
            self._log.info("\n".join(self._lines))
            self._lines.clear()


def row_counts(warehouse: Path) -> dict[str, int]:
    """Return the number of rows of every relation, by name."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        return {name: connection.table(f'"{schema}"."{name}"').count("*").fetchall()[0][0] for schema, name in tables}


def _with_row_count(event: Any, counts: dict[str, int]) -> Any:  # noqa: ANN401 - dagster-dbt yields several event types
    if not isinstance(event, dg.Output) or event.output_name is None:
        return event
    found = next((count for name, count in counts.items() if event.output_name.endswith(f"__{name}")), None)
    return event if found is None else event.with_metadata({**event.metadata, "dagster/row_count": found})


def _what_failed(invocation: DbtCliInvocation) -> str:
    """Return which nodes failed and the first line each of them said; a data test says no values."""
    try:
        results = invocation.get_artifact("run_results.json")["results"]
    except (OSError, KeyError, ValueError):
        return "dbt stopped before it built anything"
    failed = [r for r in results if r["status"] in ("error", "fail")]
    lines = [f"{r['unique_id'].split('.', 2)[2]}: {(r['message'] or '').strip().splitlines()[0]}" for r in failed[:3]]
    more = f" (and {len(failed) - 3} more)" if len(failed) > 3 else ""
    return "; ".join(lines) + more


def dbt_resource() -> DbtCliResource:
    """Return dbt's command line as a resource."""
    return DbtCliResource(project_dir=str(PROJECT_DIR), profiles_dir=str(PROJECT_DIR), dbt_executable=dbt_executable())


@cache
def manifest_file() -> Path:
    """Return dbt's manifest, made anew when a file of the project is newer than it.

    Raises:
        ManifestError: dbt cannot parse the project; the message is dbt's own last lines.
    """
    manifest = TARGET_DIR / "manifest.json"
    newest = max(path.stat().st_mtime for pattern in _INPUTS for path in PROJECT_DIR.glob(pattern) if path.is_file())
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        TARGET_DIR.mkdir(exist_ok=True)
        # dbt writes it bit by bit: half of one, newer than all files of the project, would never be made anew.
        with tempfile.TemporaryDirectory(dir=TARGET_DIR, prefix="parse-") as aside:
            parsed = call_dbt("parse", "--target-path", aside)
            if parsed.returncode:
                raise ManifestError("\n".join((parsed.stdout + parsed.stderr).strip().splitlines()[-8:]))
            for name in ("partial_parse.msgpack", manifest.name):
                (Path(aside) / name).replace(TARGET_DIR / name)
    return manifest


def _layer(properties: Mapping[str, Any]) -> str:
    return str(properties["fqn"][1])
