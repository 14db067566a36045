"""dbt's models as Dagster assets. What the models mean belongs in dbt_project."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets
from filelock import FileLock

from pipelines.orchestration.platform_resource import PlatformResource, run_as_of
from pipelines.publication.dbt_project import (
    PROJECT_DIR,
    TARGET_DIR,
    dbt_environment,
    dbt_executable,
    dbt_vars,
)

WRITER_POOL = "duckdb_writer"
_OWNERS = ["team:data-platform"]
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
            invocation = dbt.cli(["build", "--vars", json.dumps(variables)], context=context)
            yield from invocation.stream().fetch_row_counts()

    return warehouse


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
        command = [dbt_executable(), "--quiet", "parse", "--project-dir", str(PROJECT_DIR), "--profiles-dir"]
        parsed = subprocess.run(  # noqa: S603 - our own executable and paths
            [*command, str(PROJECT_DIR)], env=dbt_environment(), capture_output=True, text=True, check=False
        )
        if parsed.returncode:
            raise ManifestError("\n".join((parsed.stdout + parsed.stderr).strip().splitlines()[-8:]))
    return manifest


def _layer(properties: Mapping[str, Any]) -> str:
    return str(properties["fqn"][1])
