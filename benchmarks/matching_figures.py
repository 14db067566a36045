"""What follows from the times of matching: the same keys from all, time per pair, growth between sizes, the bound.

Figures of a size are kept as JSON beside its table, so that sizes measured on other days are compared too.
"""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass
from typing import TypedDict

from benchmarks.side_by_side import OUT, Way, publish

SIZES = ("city", "province_slice", "province", "nation")
THREADS = 2
STEADY = "kernel, third time in one process"
"""The way whose ranking is free of loading machine code; where it was not run, the first way stands for it."""


@dataclass(frozen=True)
class Figures:
    """Medians of one way: seconds of the job, seconds of ranking alone (0: not told), and the peak."""

    seconds: float
    ranking: float
    mebibytes: float


class Kept(TypedDict):
    """What is kept of a size: the pairs to score, and the figures of every way by its title."""

    pairs: int
    ways: dict[str, dict[str, float]]


def keep(size: str, ways: list[Way]) -> None:
    """Stop unless all ways gave the same keys; keep the figures and print the times per pair.

    The first way is the kernel, which says how many pairs there are to score.
    """
    prints = {way.said["fingerprint"] for way in ways}
    if len(prints) > 1:
        raise SystemExit(f"{size}: the ways differ: { {way.title: way.said for way in ways} }")
    pairs = ways[0].said["pairs"]
    figures = {way.title: _figures(way) for way in ways}
    kept = {"pairs": pairs, "ways": {title: asdict(of_way) for title, of_way in figures.items()}}
    (OUT / f"matching_{size}.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    base = figures[ways[0].title].seconds
    lines = [
        f"{pairs:,} pairs to score; {ways[0].said['keys']:,} keys, the same in all {len(ways)} ways.",
        "",
        "| way | ns per pair, job | million pairs per s, ranking alone | times the kernel's job |",
        "|---|---|---|---|",
    ]
    for title, one in figures.items():
        rate = f"{pairs / one.ranking / 1e6:,.0f}" if one.ranking else ""
        lines.append(f"| {title} | {1e9 * one.seconds / pairs:,.1f} | {rate} | {one.seconds / base:.1f} |")
    publish(f"matching_{size}_pairs", "\n".join(lines))


def extrapolate(part: str, whole: str) -> None:
    """Print what ways of a slice would take for the whole at the same time per pair, beside its measured kernel."""
    measured, slice_of = _kept(part), _kept(whole)
    kernel = next(iter(slice_of["ways"].values()))["seconds"]
    lines = [
        f"Measured on {measured['pairs']:,} of {slice_of['pairs']:,} pairs; **extrapolated** by the time per pair.",
        "",
        f"| way | {part}, s | {whole}, s (extrapolated) | times the kernel's measured {kernel:.1f} s |",
        "|---|---|---|---|",
    ]
    for title, one in measured["ways"].items():
        if title not in slice_of["ways"]:
            would = one["seconds"] / measured["pairs"] * slice_of["pairs"]
            lines.append(f"| {title} | {one['seconds']:.1f} | {would:,.0f} | {would / kernel:,.0f} |")
    publish(f"matching_{whole}_extrapolated", "\n".join(lines))


def compare_sizes(bound: Way) -> None:
    """Print the growth of the kernel's times, in a warm process where measured, and how far it is from the bound."""
    nanoseconds = statistics.median(said["ns_per_pair"] for said in bound.told)
    bound_is = "the vector passes that every pair has to go through, over a tile in the cache"
    lines = [
        f"Bound: {bound_is}, {nanoseconds} ns a pair on one thread, {THREADS} threads assumed perfect.",
        "",
        "| size | pairs | times the size above | job s | times | ranking s | times | bound s | ranking over bound |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    before: tuple[float, float, float] | None = None
    for size in SIZES:
        if not (OUT / f"matching_{size}.json").exists():
            continue
        kept = _kept(size)
        kernel = kept["ways"].get(STEADY) or next(iter(kept["ways"].values()))
        now = (float(kept["pairs"]), kernel["seconds"], kernel["ranking"])
        grown = [f"{b / a:.1f}" for a, b in zip(before, now, strict=True)] if before else ["", "", ""]
        least = now[0] * nanoseconds * 1e-9 / THREADS
        lines.append(
            f"| {size} | {now[0]:,.0f} | {grown[0]} | {now[1]:.2f} | {grown[1]} | {now[2]:.2f} | {grown[2]}"
            f" | {least:.4f} | {now[2] / least:.1f} |"
        )
        before = now
    publish("matching_growth", "\n".join(lines))


def _figures(way: Way) -> Figures:
    ranking = [said["kernel_s"] for said in way.told if "kernel_s" in said]
    return Figures(statistics.median(way.inner), statistics.median(ranking) if ranking else 0.0, max(way.mebibytes))


def _kept(size: str) -> Kept:
    kept: Kept = json.loads((OUT / f"matching_{size}.json").read_text(encoding="utf-8"))
    return kept
