"""Data folders with a made-up edition in service, made once and kept in var/bench.

Pool and candidates are read from a made-up warehouse by publication itself; vacancies are one enterprise's and alike.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from benchmarks.api.warehouse import MINE, make_warehouse
from benchmarks.side_by_side import OUT
from pipelines.publication import answer_schema as schema
from pipelines.publication.answers_matching import SHOWN_BODIES, candidate_rows
from pipelines.publication.answers_pool import pool_blocked_rows, pool_class_rows, pool_member_rows
from pipelines.publication.answers_pool_search import pool_count_rows, pool_trait_rows
from pipelines.publication.disclosure.rules import DisclosureRules
from pipelines.publication.sqlite_file import fill, new_sqlite
from pipelines.publication.warehouse import Warehouse, open_warehouse
from pipelines.store.editions import edition_name
from pipelines.store.paths import DataPaths

PEOPLE, VACANCIES = 1_000_000, 2_000
"""The usual sizes: the pool of a province, and vacancies enough to ask for others all the time."""

LAYOUT = 1
"""Counted up when editions made before are of no use any more."""

_TIMES = """
pragma journal_mode = off; pragma synchronous = off; begin;
create temp table copy as
with recursive n(i) as (select 1 union all select i + 1 from n where i < {times} - 1) select i from n;
insert into vacancy
select printf('v_%05d', i) || substr(vacancy_id, 8), uscc, vacancy_no, title, occupation_code, work_region, status,
    openings, candidates, body from copy cross join (select * from vacancy where vacancy_id < 'v_00001');
drop index candidate_by_person_key_vacancy_id;
insert into candidate
select printf('v_%05d', i) || substr(vacancy_id, 8), rank, person_key, score, body
from copy cross join (select * from candidate where vacancy_id < 'v_00001');
create index candidate_by_person_key_vacancy_id on candidate (person_key, vacancy_id);
commit; analyze;
"""
_RULES = DisclosureRules(10, 10, 10, 10, 3, Decimal("0.8"))
_AT = "2026-10-01T00:00:00Z"


def folder_of(*, people: int, vacancies: int, editions: int = 1) -> Path:
    """Return a data folder with that many people in the pool and vacancies of fifty candidates each."""
    folder = OUT / f"api_{people}_{vacancies}_{LAYOUT}"
    paths = DataPaths(folder)
    if not paths.current_pointer.exists():
        _make(paths, people, vacancies)
    for number in range(2, editions + 1):
        if not (paths.editions / edition_name(number)).exists():
            _copy(paths, number)
    return folder


def many_times(folder: Path, times: int) -> Path:
    """Return a data folder in which each vacancy of another is there so many times, under names of their own."""
    made = folder.with_name(f"{folder.name}_x{times}")
    paths = DataPaths(made)
    if not paths.current_pointer.exists():
        print(f"making {folder.name} {times} times as large", file=sys.stderr, flush=True)
        target = paths.editions / edition_name(1)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        shutil.copy(DataPaths(folder).editions / edition_name(1) / "edition.sqlite", target)
        with closing(sqlite3.connect(target / "edition.sqlite", isolation_level=None)) as connection:
            connection.executescript(_TIMES.format(times=times))
        _write_manifest(target)
        point_to(paths, 1)
    return made


def point_to(paths: DataPaths, number: int, *, moment: str = _AT) -> None:
    """Put an edition into service, as publication does."""
    pointer = {"edition": edition_name(number), "as_of": _AT, "published_at": moment}
    aside = paths.current_pointer.with_name(".CURRENT.json.new")
    aside.write_text(json.dumps(pointer), encoding="utf-8")
    aside.replace(paths.current_pointer)


def _make(paths: DataPaths, people: int, vacancies: int) -> None:
    print(f"making an edition of {people} people and {50 * vacancies} candidates", file=sys.stderr, flush=True)
    folder = paths.editions / edition_name(1)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    warehouse = folder / "warehouse.duckdb"
    make_warehouse(warehouse, people=people, vacancies=vacancies)
    with open_warehouse(warehouse) as opened:
        _fill(folder / "edition.sqlite", opened, vacancies)
    warehouse.unlink()
    _write_manifest(folder)
    point_to(paths, 1)


def _fill(path: Path, warehouse: Warehouse, vacancies: int) -> None:
    info = {"as_of": _AT, "edition": path.parent.name, "threshold.k_anonymity": "10", **SHOWN_BODIES}
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "edition_info": sorted(info.items()),
        "vacancy": (_vacancy(f"v_{number:020d}") for number in range(vacancies)),
        "candidate": candidate_rows(warehouse),
        "pool_member": pool_member_rows(warehouse, _RULES),
        "pool_class": pool_class_rows(warehouse, _RULES),
        "pool_trait": pool_trait_rows(warehouse, _RULES),
        "pool_count": pool_count_rows(warehouse, _RULES),
        "pool_blocked": pool_blocked_rows(warehouse, _RULES),
    }
    with new_sqlite(path) as connection:
        for table in schema.ANSWER_TABLES:
            written = fill(connection, table, rows.get(table.name, ()))
            if written:
                print(f"  {table.name}: {written} rows", file=sys.stderr, flush=True)


def _vacancy(vacancy_id: str) -> tuple[object, ...]:
    body = {"vacancy_id": vacancy_id, "title": "Welder", "candidates": 50}
    return (vacancy_id, MINE, vacancy_id[2:], "Welder", "6-18-01-01", "410100", "open", 2, 50, json.dumps(body))


def _copy(paths: DataPaths, number: int) -> None:
    folder = paths.editions / edition_name(number)
    shutil.copytree(paths.editions / edition_name(1), folder)
    with closing(sqlite3.connect(folder / "edition.sqlite")) as connection, connection:
        connection.execute("update edition_info set value = ? where key = 'edition'", (folder.name,))
    _write_manifest(folder)


def _write_manifest(folder: Path) -> None:
    told = {"edition": folder.name, "as_of": _AT, "published_at": _AT, "tables": []}
    (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
