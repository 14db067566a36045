"""Made-up graduates and the metric cells that are published of them, for the tests that try to see through these."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import polars as pl

from pipelines.publication.disclosure.equations import MEASURES, equations_of, nodes_of
from pipelines.publication.disclosure.metrics import CUTOFF, DIMENSIONS, IDENTITIES, hidden_counts
from pipelines.publication.disclosure.rules import DisclosureRules

RULES = DisclosureRules(10, 20, 10, 10, 3, Decimal("0.8"))
PARTS = {
    "contract_rate": 45,
    "flexible_rate": 14,
    "entrepreneurship_rate": 2,
    "further_study_rate": 18,
    "seeking_rate": 9,
    "not_seeking_rate": 3,
    "disputed_rate": 3,
    "no_record_rate": 6,
}
SETTLED = tuple(PARTS)[:4]
UNKNOWN = ("disputed_rate", "no_record_rate")
SIZES = {"a": 160, "b": 90, "c": 45, "d": 12}
SHARES = {"4601": 5, "5102": 3, "5401": 1}
_METRICS = (*PARTS, "destination_rate", "destination_rate_reported", "verified_destination_rate")


def people_of(*, seed: int, scale: int = 1) -> pl.DataFrame:
    """One row per kind of graduate: attributes, how often each measure counts, and how many there are."""
    draw = random.Random(seed)  # noqa: S311 - made-up people
    rows: dict[tuple[object, ...], int] = {}
    for college, size in SIZES.items():
        for _ in range(size * scale):
            major = draw.choices(list(SHARES), list(SHARES.values()))[0]
            tier = "higher" if college in "ab" or draw.random() < 0.3 else "secondary"
            part = draw.choices(list(PARTS), list(PARTS.values()))[0]
            kind = (college, major, tier, part, draw.random() < 0.5, draw.random() < 0.7)
            rows[kind] = rows.get(kind, 0) + 1
    return pl.DataFrame([_measures(*kind) | {"people": count} for kind, count in sorted(rows.items())])  # type: ignore[arg-type]  # kinds are built above


def _measures(college: str, major: str, tier: str, part: str, verified: bool, was_settled: bool) -> dict[str, object]:
    settled = part in SETTLED
    counts: dict[str, object] = {"college_code": college, "major_class": major, "tier": tier}
    for metric in _METRICS:
        counts[f"{metric}.denominator"] = 1
        counts[f"{metric}.numerator"] = int(metric == part)
        counts[f"{metric}.unknown"] = int(part in UNKNOWN and metric not in UNKNOWN)
    counts["destination_rate.numerator"] = int(settled)
    counts["destination_rate_reported.numerator"] = int(settled or (part == "disputed_rate" and was_settled))
    counts["destination_rate_reported.unknown"] = int(part == "no_record_rate")
    counts["verified_destination_rate.numerator"] = int(settled and verified)
    return counts


def groupings(dimensions: list[str]) -> list[tuple[str, ...]]:
    """Every way of breaking down by some of the dimensions, none of them included."""
    return [g for size in range(len(dimensions) + 1) for g in itertools.combinations(dimensions, size)]


def flagged(people: pl.DataFrame, dimensions: list[str]) -> pl.DataFrame:
    """The mart's rows over these people, with the flags of primary suppression."""
    rows = []
    for grouping in groupings(dimensions):
        for cell in people.select(grouping).unique(maintain_order=True).iter_rows(named=True) if grouping else [{}]:
            inside = people.filter(pl.col(name) == value for name, value in cell.items()) if cell else people
            for metric in _METRICS:
                counts = {m: int((inside[f"{metric}.{m}"] * inside["people"]).sum()) for m in MEASURES}
                few = counts["denominator"] < RULES.min_denominator
                small = few or 0 < counts["numerator"] < RULES.min_denominator
                rows.append(
                    {"metric_id": metric, "cohort": "2026", "cutoff_date": "2026-08-31", "period": "2026-08"}
                    | {name: cell.get(name, "*") for name in DIMENSIONS}
                    | counts
                    | {"hides_cell": few, "hides_count": small}
                )
    return pl.DataFrame(rows).with_row_index("cell")


def published(cells: pl.DataFrame, rules: DisclosureRules, *, complementary: bool = True) -> pl.DataFrame:
    """Every count of the cells with `measure`, the dimensions, `value` and whether it is `shown`."""
    nodes = nodes_of(cells, DIMENSIONS, CUTOFF)
    equations = equations_of(nodes, DIMENSIONS, CUTOFF, IDENTITIES)
    if not complementary:
        equations = equations.clear()
    hidden = hidden_counts(cells, nodes, equations, rules)
    flags = nodes.join(hidden.with_columns(pl.lit(value=False).alias("shown")), on=["cell", "kind"], how="left")
    counts = flags.select(pl.col("kind").alias("measure"), *DIMENSIONS, "value", pl.col("shown").fill_null(value=True))
    # What is nought by definition is known to everybody, shown or not.
    by_definition = counts.group_by("measure").agg(pl.col("value").max().alias("most")).filter(pl.col("most") == 0)
    return counts.join(by_definition, on="measure", how="anti").sort("measure", *DIMENSIONS)
