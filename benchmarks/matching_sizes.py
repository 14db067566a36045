"""Matching at three sizes, each way as a whole process from the tables of a DuckDB file to the keys.

The file is made once per size and kept in var/bench; delete it to make it anew.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.market.count import scored_pairs
from benchmarks.market.make import SIZES, make_market
from benchmarks.market.sql import engine_sql
from benchmarks.market.tables import write_tables
from benchmarks.side_by_side import OUT, Way, publish, side_by_side
from pipelines.matching.pool import Market, Vacancies

SLICE = 1000
"""So many vacancies of a province are what pandas and polars hold."""


def city(runs: int) -> None:
    """Compare every way on the whole city."""
    with tempfile.TemporaryDirectory() as folder:
        file, query = _warehouse("city"), _query(Path(folder))
        side_by_side("matching_bound", [Way("vector passes alone, one thread", "matching_bound")], runs=runs)
        side_by_side("matching_city", [*_compiled(file), _sql(file, query), *_frames(file)], runs=runs)


def province(runs: int) -> None:
    """Compare kernel and SQL on the whole province, and all ways on a slice of its vacancies."""
    with tempfile.TemporaryDirectory() as folder:
        query = _query(Path(folder))
        some = _warehouse("province", SLICE)
        side_by_side("matching_province_slice", [*_compiled(some)[:1], _sql(some, query), *_frames(some)], runs=runs)
        whole = _warehouse("province")
        side_by_side("matching_province", [*_compiled(whole)[:2], _sql(whole, query)], runs=runs)


def nation() -> None:
    """Rank the nation once in a process that also draws it, checked against SQL on a sample of vacancies."""
    with tempfile.TemporaryDirectory() as folder:
        way = Way("kernel, nation drawn in the same process", "matching_nation", (str(_query(Path(folder))),))
        side_by_side("matching_nation", [way], runs=1)


def _warehouse(name: str, vacancies: int | None = None) -> Path:
    file = OUT / (f"market_{name}.duckdb" if vacancies is None else f"market_{name}_{vacancies}.duckdb")
    if not file.exists():
        OUT.mkdir(parents=True, exist_ok=True)
        market = make_market(SIZES[name])
        total = market.vacancies.number.size
        chosen = None if vacancies is None else np.random.default_rng(1).choice(total, vacancies, replace=False)
        made = file.with_suffix(".part")
        made.unlink(missing_ok=True)
        with duckdb.connect(str(made)) as connection:
            connection.execute("set threads = 2; set memory_limit = '6GB'")
            write_tables(market, connection, vacancies=chosen)
        made.rename(file)
        pairs = scored_pairs(market if chosen is None else _only(market, chosen))
        publish(file.stem, f"{pairs:,} pairs to score, {total if chosen is None else chosen.size:,} vacancies")
    return file


def _only(market: Market, chosen: np.ndarray) -> Market:
    kept = np.zeros(market.vacancies.number.size, np.bool_)
    kept[chosen] = True
    out_of_reach = np.where(kept, market.vacancies.must_level, 99)
    return market._replace(vacancies=Vacancies(**{**market.vacancies._asdict(), "must_level": out_of_reach}))


def _query(folder: Path) -> Path:
    file = folder / "engine.sql"
    file.write_text(engine_sql(folder / "dbt"), encoding="utf-8")
    return file


def _compiled(file: Path) -> list[Way]:
    return [
        Way("kernel, machine code kept", "matching_kernel", (str(file),)),
        Way("kernel, compiled anew", "matching_kernel", (str(file), "cold")),
        Way("kernel, third time in one process", "matching_kernel", (str(file), "warm", "3")),
    ]


def _sql(file: Path, query: Path) -> Way:
    return Way("SQL in DuckDB", "matching_sql", (str(file), str(query)))


def _frames(file: Path) -> list[Way]:
    return [Way("polars", "matching_polars", (str(file),)), Way("pandas", "matching_pandas", (str(file),))]
