"""A data folder with the small city in its warehouse, and its edition."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.publication.edition import EditionBuild, build_edition, write_reports
from pipelines.store.paths import DataPaths
from tests.publication.city import AS_OF, PUBLISHED_AT, stamp_run, write_city, write_deliveries_export
from tests.publication.dictionary import write_dictionary

Build = Callable[..., EditionBuild]


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with warehouse and dictionary; nobody writes into it."""
    folder = tmp_path_factory.mktemp("city")
    write_city(folder / "warehouse.duckdb")
    write_dictionary(folder / "metrics.yml")
    return folder


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    """A data folder of one test."""
    data = DataPaths(tmp_path / "data")
    data.make()
    return data


@pytest.fixture
def warehouse_of(city: Path, tmp_path: Path) -> Callable[[dt.datetime], Path]:
    """Gives the city's warehouse as the run of a moment would have built it."""

    def of(as_of: dt.datetime) -> Path:
        if as_of == AS_OF:
            return city / "warehouse.duckdb"
        stamped = tmp_path / f"{as_of:%Y%m%dT%H%M%SZ}.duckdb"
        shutil.copy(city / "warehouse.duckdb", stamped)
        stamp_run(stamped, as_of)
        return stamped

    return of


@pytest.fixture
def build(city: Path, paths: DataPaths, warehouse_of: Callable[[dt.datetime], Path]) -> Build:
    """Builds the city's edition, at its `as_of` unless told otherwise."""

    def of(as_of: dt.datetime = AS_OF, *, warehouse: Path | None = None) -> EditionBuild:
        export = paths.export_file("_delivery", as_of)
        if not export.exists():
            write_deliveries_export(export)
        return build_edition(
            paths,
            warehouse=warehouse or warehouse_of(as_of),
            as_of=as_of,
            published_at=PUBLISHED_AT,
            inputs=[],
            code_version="0.1.0",
            dictionary=city / "metrics.yml",
        )

    return of


@pytest.fixture
def reported(build: Build) -> EditionBuild:
    """A built edition with its reports."""
    return write_reports(build())
