"""Matching at three sizes, each way as a whole process from the tables of a DuckDB file to the keys.

The files are made once and kept in var/bench; delete them to make them anew. All ways must give the same keys.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.market.derived import LAYOUT
from benchmarks.market.make import SIZES, make_market
from benchmarks.market.sql import engine_sql
from benchmarks.market.tables import write_tables
from benchmarks.matching_figures import STEADY, compare_sizes, extrapolate, keep
from benchmarks.side_by_side import OUT, Way, side_by_side

SLICE = 5
"""Data frames hold every so many-th occupation of a province, with all its vacancies and all who reach it."""


def city(runs: int) -> None:
    """Compare every way on the whole city."""
    with tempfile.TemporaryDirectory() as folder:
        file = market_file("city", for_frames=True)
        ways = [*_compiled(file), _sql(file, _query(Path(folder))), *_frames(file)]
        side_by_side("matching_city", ways, runs=runs)
        keep("city", ways)
    _growth(runs)


def province(runs: int) -> None:
    """Compare kernel and SQL on the whole province, and all ways on a slice of its occupations."""
    with tempfile.TemporaryDirectory() as folder:
        query = _query(Path(folder))
        some = market_file("province", every=SLICE, for_frames=True)
        ways = [_compiled(some)[0], _sql(some, query), *_frames(some)]
        side_by_side("matching_province_slice", ways, runs=runs)
        keep("province_slice", ways)
        whole = market_file("province")
        ways = [*_compiled(whole), _sql(whole, query)]
        side_by_side("matching_province", ways, runs=runs)
        keep("province", ways)
    extrapolate("province_slice", "province")
    _growth(runs)


def nation() -> None:
    """Rank the nation once in a process that also draws it, checked against SQL on a sample of vacancies."""
    with tempfile.TemporaryDirectory() as folder:
        way = Way("kernel, nation drawn in the same process", "matching_nation", (str(_query(Path(folder))),))
        side_by_side("matching_nation", [way], runs=1)
        keep("nation", [way])
    _growth(3)


def market_file(name: str, every: int = 1, *, for_frames: bool = False) -> Path:
    """Return the tables of a market, or of the vacancies of every so many-th occupation, made if they are not there."""
    file = OUT / f"market_{name}{'' if every == 1 else f'_{every}'}_{LAYOUT}.duckdb"
    if not file.exists():
        OUT.mkdir(parents=True, exist_ok=True)
        market = make_market(SIZES[name])
        starts = market.vacancies.start
        occupation = np.repeat(np.arange(starts.size - 1), np.diff(starts))
        made = file.with_suffix(".part")
        made.unlink(missing_ok=True)
        with duckdb.connect(str(made)) as connection:
            connection.execute("set threads = 2; set memory_limit = '6GB'")
            chosen = np.nonzero(occupation % every == 0)[0]
            write_tables(market, connection, vacancies=chosen, for_frames=for_frames)
        made.rename(file)
    return file


def _growth(runs: int) -> None:
    bound = Way("vector passes alone, one thread", "matching_bound")
    side_by_side("matching_bound", [bound], runs=runs)
    compare_sizes(bound)


def _query(folder: Path) -> Path:
    file = folder / "engine.sql"
    file.write_text(engine_sql(folder / "dbt"), encoding="utf-8")
    return file


def _compiled(file: Path) -> list[Way]:
    return [
        Way("kernel, machine code kept", "matching_kernel", (str(file),)),
        Way("kernel, compiled anew", "matching_kernel", (str(file), "cold")),
        Way(STEADY, "matching_kernel", (str(file), "warm", "3")),
    ]


def _sql(file: Path, query: Path) -> Way:
    return Way("SQL in DuckDB", "matching_sql", (str(file), str(query)))


def _frames(file: Path) -> list[Way]:
    return [Way("polars", "matching_polars", (str(file),)), Way("pandas", "matching_pandas", (str(file),))]
