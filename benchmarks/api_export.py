"""Every candidate of an enterprise as NDJSON to a client on loopback: `python -m benchmarks api_export`.

Ten million where the disk has room for their edition of 14 GB, else one million.
"""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import httpx

from benchmarks.api.editions import folder_of, many_times
from benchmarks.api.load import product, resident, token
from benchmarks.side_by_side import OUT, publish

_ROOM = 24 << 30
_PART = 1 << 20


def main(runs: int = 5) -> None:
    """Export twice at most and print the table."""
    base = folder_of(people=20_000, vacancies=2_000)
    whole = base.with_name(f"{base.name}_x100")
    is_whole = whole.exists() or shutil.disk_usage(OUT).free > _ROOM
    data = many_times(base, 100 if is_whole else 10)
    lines = ["| rows | GB | s | rows/s | MB/s | RSS MiB most | of it its own, most |", "|---|---|---|---|---|---|---|"]
    for turn in range(1 if is_whole else min(runs, 3)):
        print(f"api_export: turn {turn + 1}", file=sys.stderr, flush=True)
        lines.append(_exported(data))
    publish("api_export", "\n".join(lines))


def _exported(data: Path) -> str:
    size, rows, most, own = 0, 0, 0.0, 0.0
    with product(data) as server:
        headers = {"Authorization": token(data, server)}
        began = looked = time.perf_counter()
        with httpx.stream("GET", f"{server.address}/v1/export/candidates", headers=headers, timeout=600) as answer:
            for part in answer.iter_raw(_PART):
                size += len(part)
                rows += part.count(b"\n")
                last = part
                if time.perf_counter() - looked > 1:
                    looked = time.perf_counter()
                    most, own = (max(pair) for pair in zip((most, own), resident(server.pid), strict=True))
        seconds = time.perf_counter() - began
    if b'"set_hash"' not in last[-400:]:
        raise SystemExit("the export broke off")
    return (
        f"| {rows - 1:,} | {size / 1e9:.2f} | {seconds:.1f} | {(rows - 1) / seconds:,.0f} | {size / seconds / 1e6:.0f}"
        f" | {most:.0f} | {own:.0f} |"
    )
