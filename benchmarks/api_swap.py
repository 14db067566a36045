"""A steady load of candidates' lists while editions change: `python -m benchmarks api_swap`.

Every request's time, with a new edition each second and without, by turns: no swap may make one slower than 100 ms.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import sys
import time
from pathlib import Path

import httpx

from benchmarks.api.editions import PEOPLE, VACANCIES, folder_of, point_to
from benchmarks.api.load import Server, product, token
from benchmarks.side_by_side import publish
from pipelines.store.paths import DataPaths

_SECONDS = 10
_AT_ONCE = 4
_EVERY = 0.04
_SWAP_EVERY = 1.0


def main(runs: int = 5) -> None:
    """Measure with and without swaps by turns, at most three times each, and print the table."""
    data = folder_of(people=PEOPLE, vacancies=VACANCIES, editions=2)
    times: dict[str, list[float]] = {"no swap": [], "a new edition each second": []}
    with product(data) as server:
        header = {"Authorization": token(data, server)}
        for turn in range(min(runs, 3)):
            for name in times:
                print(f"api_swap: turn {turn + 1}: {name}", file=sys.stderr, flush=True)
                times[name] += asyncio.run(_steady(server, header, data if name != "no swap" else None))
    point_to(DataPaths(data), 1)
    lines = ["| load of 100 requests a second | requests | p50 ms | p99 ms | p99.9 ms | longest ms | over 100 ms |"]
    lines.append("|---|---|---|---|---|---|---|")
    for name, found in times.items():
        marks = statistics.quantiles(found, n=1000)
        lines.append(
            f"| {name} | {len(found)} | {marks[499]:.1f} | {marks[989]:.1f} | {marks[998]:.1f} | {max(found):.1f}"
            f" | {sum(one > 100 for one in found)} |"
        )
    publish("api_swap", "\n".join(lines))


async def _steady(server: Server, header: dict[str, str], data: Path | None) -> list[float]:
    end = time.perf_counter() + _SECONDS
    async with httpx.AsyncClient(base_url=server.address, headers=header, timeout=30) as http:
        swaps = asyncio.create_task(_swap(DataPaths(data), end)) if data else None
        found = await asyncio.gather(*(_ask(http, end, number) for number in range(_AT_ONCE)))
        if swaps:
            await swaps
    return [one for many in found for one in many]


async def _ask(http: httpx.AsyncClient, end: float, first: int) -> list[float]:
    """Ask at a steady pace; a request that waits for the one before it counts its waiting as its own."""
    found: list[float] = []
    due = time.perf_counter()
    for number in itertools.count(first, _AT_ONCE):
        due += _EVERY
        if due > end:
            return found
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        answer = await http.get(f"/v1/vacancies/v_{number % 1000:020d}/candidates")
        answer.raise_for_status()
        found.append(1000 * (time.perf_counter() - due))
    return found


async def _swap(paths: DataPaths, end: float) -> None:
    for number in itertools.count(1):
        if time.perf_counter() > end:
            return
        point_to(paths, 1 + number % 2, moment=f"2026-10-01T00:00:{number % 60:02d}Z")
        await asyncio.sleep(_SWAP_EVERY)
