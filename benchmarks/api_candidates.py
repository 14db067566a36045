"""Fifty explained candidates of a vacancy beside a constant and others: `python -m benchmarks api_candidates`.

One worker, one thread of wrk, sixteen connections, an edition of five million candidates, half of what a province has,
or of one million where disk and memory have no room: roapi holds them all in memory. The rows are the same: datasette
serves the edition's own file, roapi the same table as Parquet. Of a thousand vacancies the answers are kept in memory,
of twenty thousand each is made anew.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import polars as pl
import pyarrow.parquet as pq

from benchmarks.api.editions import folder_of, many_times
from benchmarks.api.load import Measured, Server, free_port, product, running, token, wrk
from benchmarks.side_by_side import OUT, publish

_PEOPLE, _VACANCIES = 20_000, 2_000
_TIMES, _TIMES_IN_ROOM = 10, 50
_DISK, _MEMORY = 12 << 30, 18 << 30
_ASKED, _ASKED_ANEW = 1_000, 20_000
_ROWS_AT_ONCE = 200_000
_SECONDS = 5
_SQL = "select vacancy_id, rank, person_key, score, body from candidate where vacancy_id = '{}' order by rank limit 50"


class Asked(NamedTuple):
    """One thing to measure."""

    title: str
    server: Server
    paths: list[str]
    header: str
    turns: list[Measured]


def main(runs: int = 5) -> None:
    """Measure every server `runs` times by turns, at least three times, and print the table."""
    base = folder_of(people=_PEOPLE, vacancies=_VACANCIES)
    times = _times(base)
    data = many_times(base, times)
    with ExitStack() as stack:
        asked = _servers(stack, data, times)
        for one in asked:
            wrk(one.server, one.paths, seconds=_SECONDS, header=one.header)
        for turn in range(max(3, min(runs, 5))):
            for one in asked:
                print(f"api_candidates: turn {turn + 1}: {one.title}", file=sys.stderr, flush=True)
                one.turns.append(wrk(one.server, one.paths, seconds=_SECONDS, header=one.header))
    rows = f"{times * _VACANCIES * 50:,} candidates in the edition\n\n"
    publish("api_candidates", rows + _table(asked))


def _times(base: Path) -> int:
    made = base.with_name(f"{base.name}_x{_TIMES_IN_ROOM}").exists()
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    memory = int(told["MemAvailable"].split()[0]) * 1024
    is_room = (made or shutil.disk_usage(OUT).free > _DISK) and memory > _MEMORY
    return _TIMES_IN_ROOM if is_room else _TIMES


def _servers(stack: ExitStack, data: Path, times: int) -> list[Asked]:
    # From everywhere in the edition, as they come.
    every = [f"v_{nth:05d}{number:015d}" for number in range(_VACANCIES) for nth in range(times)]
    every = every[:: len(every) // _ASKED_ANEW]
    names = every[:: _ASKED_ANEW // _ASKED]
    paths = _paths_of(every)
    with product(data) as server:
        page = httpx.get(server.address + paths[0], headers={"Authorization": token(data, server)}).raise_for_status()
    # As long an answer as a real one, read when the servers start.
    (data / "constant.json").write_bytes(page.content)
    ours = stack.enter_context(product(data))
    header = token(data, ours)
    # Of its own: so many answers would push those of the thousand out of the other's memory.
    anew = stack.enter_context(product(data))
    bare = stack.enter_context(product(data, app="bare"))
    datasette = stack.enter_context(_datasette(data))
    others = [
        Asked("datasette, its API of the table", datasette, [_rows(name) for name in names], "", []),
        Asked("datasette, the same SQL", datasette, [_query(name) for name in names], "", []),
        Asked("roapi", stack.enter_context(_roapi(data)), [_filter(name) for name in names], "", []),
    ]
    return [
        Asked("50 candidates, each request another of 1,000 vacancies", ours, _paths_of(names), header, []),
        Asked("the same of 20,000 vacancies: none kept in memory", anew, paths, token(data, anew), []),
        Asked("(a) a constant as long, same authentication, limits, audit", ours, ["/v1/constant"], header, []),
        Asked("(b) the constant, bare", bare, ["/v1/constant"], "", []),
        *others,
    ]


def _paths_of(names: list[str]) -> list[str]:
    return [f"/v1/vacancies/{name}/candidates" for name in names]


@contextmanager
def _datasette(data: Path) -> Iterator[Server]:
    file, port = data / "editions" / "e000001" / "edition.sqlite", free_port()
    program = Path(sys.executable).with_name("datasette")
    command = [
        str(program),
        "serve",
        "--immutable",
        str(file),
        "--port",
        str(port),
        "--setting",
        "max_returned_rows",
        "50",
    ]
    with running(command, port, path="/-/versions.json", log=data / "datasette.log") as server:
        yield server


@contextmanager
def _roapi(data: Path) -> Iterator[Server]:
    file = data / "candidate.parquet"
    if not file.exists():
        _write_parquet(data / "editions" / "e000001" / "edition.sqlite", file)
    port = free_port()
    program = Path(sys.executable).with_name("roapi")
    command = [str(program), "--table", f"candidate={file}", "--addr-http", f"127.0.0.1:{port}"]
    with running(command, port, path="/api/schema", log=data / "roapi.log") as server:
        yield server


def _write_parquet(edition: Path, target: Path) -> None:
    rows = "select vacancy_id, rank, person_key, score, body from candidate order by vacancy_id, rank"
    with closing(sqlite3.connect(edition)) as connection:
        parts = pl.read_database(rows, connection, iter_batches=True, batch_size=_ROWS_AT_ONCE)
        first = next(parts).to_arrow()
        with pq.ParquetWriter(target, first.schema, compression="zstd") as writer:
            writer.write_table(first)
            for part in parts:
                writer.write_table(part.to_arrow())


def _query(name: str) -> str:
    return "/edition.json?_shape=array&" + str(httpx.QueryParams({"sql": _SQL.format(name)}))


def _rows(name: str) -> str:
    return f"/edition/candidate.json?_shape=objects&vacancy_id={name}&_sort=rank&_size=50"


def _filter(name: str) -> str:
    return f"/api/tables/candidate?filter%5Bvacancy_id%5D='{name}'&sort=rank&limit=50"


def _table(asked: list[Asked]) -> str:
    first = statistics.median(turn.per_second for turn in asked[0].turns)
    lines = [
        "| what | requests/s, median (min-max) | ours / this | p50 ms | p99 ms | bytes | errors |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in asked:
        rates = [turn.per_second for turn in one.turns]
        rate, p50, p99 = (
            statistics.median(t) for t in (rates, [t.median for t in one.turns], [t.p99 for t in one.turns])
        )
        lines.append(
            f"| {one.title} | {rate:.0f} ({min(rates):.0f}-{max(rates):.0f}) | {first / rate:.2f}"
            f" | {p50:.1f} | {p99:.1f} | {one.turns[-1].bytes_each:.0f} | {sum(turn.errors for turn in one.turns)} |"
        )
    return "\n".join(lines)
