"""A filtered page of a pool of a million people, each search another: `python -m benchmarks api_pool`."""

from __future__ import annotations

import random
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.api.editions import PEOPLE, VACANCIES, folder_of
from benchmarks.api.load import product, token, wrk
from benchmarks.side_by_side import publish

_SEARCHES = 2_000
_SECONDS = 5
_CONNECTIONS = (1, 4)
_WITH_MONTH = 0.3
_LEVEL = {"skilled": "2", "high_skilled": "5"}


def main(runs: int = 5) -> None:
    """Search one after the other and four at a time, and print the table; `runs` turns, at most three."""
    data = folder_of(people=PEOPLE, vacancies=VACANCIES, editions=2)
    lines = [
        "| searches | at once | requests/s | p50 ms | p99 ms | longest ms | errors |",
        "|---|---|---|---|---|---|---|",
    ]
    with product(data) as server:
        header = token(data, server)
        for filters in ("0 to 4 filters", "1 or 2 filters", "3 or 4 filters"):
            paths = _searches(data, filters)
            for connections in _CONNECTIONS:
                print(f"api_pool: {filters}, {connections} at once", file=sys.stderr, flush=True)
                wrk(server, paths, seconds=_SECONDS, header=header, connections=connections)
                turns = [
                    wrk(server, paths, seconds=_SECONDS, header=header, connections=connections)
                    for _ in range(min(runs, 3))
                ]
                found = sorted(turns, key=lambda turn: turn.p99)[len(turns) // 2]
                lines.append(
                    f"| {filters} | {connections} | {found.per_second:.0f} | {found.median:.1f} | {found.p99:.1f}"
                    f" | {found.longest:.1f} | {sum(turn.errors for turn in turns)} |"
                )
    publish("api_pool", "\n".join(lines))


def _searches(data: Path, filters: str) -> list[str]:
    """Searches that somebody might make: traits of somebody drawn by lot, and in three of ten a month."""
    draw = random.Random(filters)  # noqa: S311 - made-up searches
    fewest, most = int(filters.split()[0]), int(filters.split()[2])
    with closing(sqlite3.connect(data / "editions" / "e000001" / "edition.sqlite")) as connection:
        rows = connection.execute("select class_no, filter, value from pool_trait where class_no % 16 = 1")
        traits: dict[int, dict[str, list[str]]] = {}
        for class_no, name, value in rows:
            traits.setdefault(class_no, {}).setdefault(name, []).append(value)
    return [_search(draw, draw.choice(list(traits.values())), draw.randint(fewest, most)) for _ in range(_SEARCHES)]


def _search(draw: random.Random, traits: dict[str, list[str]], filters: int) -> str:
    with_month = filters > 0 and draw.random() < _WITH_MONTH
    names = draw.sample(sorted(traits), min(len(traits), filters - with_month))
    asked = {name: draw.choice(traits[name]) for name in names}
    if "min_level" in asked:
        asked["min_level"] = _LEVEL[asked["min_level"]]
    if with_month:
        asked["available_by"] = f"2026-{draw.randint(7, 12):02d}-15"
    return f"/v1/pool?{urlencode(asked)}"
