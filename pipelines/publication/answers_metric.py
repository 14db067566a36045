"""Ready answers about figures: metrics, their definitions, colleges.

The order of tables belongs in ready_answers.py.
"""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from pipelines.publication.answer_schema import METRIC
from pipelines.publication.disclosure.metrics import METRIC_TABLE
from pipelines.publication.errors import PublicationError
from pipelines.publication.metric_dictionary import read_dictionary
from pipelines.publication.reports.intervals import Interval, bounds, wilson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from pipelines.publication.warehouse import Warehouse


RATE_UNIT = "share"
_MILLIONTH = Decimal("0.000001")


def metric_rows(metrics: pl.DataFrame, info: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """The published metrics in key order with their ranges, as text so that no reader makes a float of them.

    Args:
        metrics: the mart as it may be published; a range is made of counts that are shown and nothing else.
        info: what the edition says about itself, its thresholds among it.
    """
    below, bounds_from = int(info["threshold.wilson_interval_below"]), Decimal(info["threshold.unknown_bounds_share"])
    for row in metrics.sort(METRIC.key).iter_rows(named=True):
        whole = row | _ranges(row, below=below, bounds_from=bounds_from)
        yield tuple(_plain(name, whole[name]) for name in METRIC.column_names)


def definition_rows(dictionary: Path, warehouse: Warehouse) -> list[tuple[object, ...]]:
    """The metric dictionary in key order, each entry with its place in the dictionary.

    Raises:
        PublicationError: when the dictionary is missing or lacks a metric that the mart has.
    """
    entries = read_dictionary(dictionary)
    sql = f"select distinct metric_id from {warehouse.relation(METRIC_TABLE)}"  # noqa: S608 our own name
    undefined = sorted({row["metric_id"] for row in warehouse.rows(sql)} - entries.keys())
    if undefined:
        raise PublicationError(f"the metric dictionary does not define: {', '.join(undefined)}")
    rows = []
    for position, (metric_id, entry) in enumerate(entries.items(), start=1):
        version = str(entry["version"])
        body = {**entry, "metric_id": metric_id, "metric_version": version, "position": position}
        rows.append((metric_id, version, _json(body)))
    return sorted(rows)


def college_rows(warehouse: Warehouse) -> Iterator[tuple[object, ...]]:
    """Colleges as last registered, in key order, and those with figures that nobody registered, named by their code."""
    sql = f"""
        with named as (
            select institution_code from {warehouse.relation("stg_college")}
            union
            select college_code from {warehouse.relation(METRIC_TABLE)} where college_code <> '*'
        )
        select institution_code, coalesce(college.institution_name, institution_code) as institution_name,
            college.region, college.tiers
        from named left join {warehouse.relation("stg_college")} as college using (institution_code)
        order by institution_code"""  # noqa: S608 our own names
    for row in warehouse.rows(sql):
        yield (row["institution_code"], row["institution_name"], row["region"], _json(row["tiers"] or []))


def _ranges(row: Mapping[str, Any], *, below: int, bounds_from: Decimal) -> dict[str, str | None]:
    """The interval of a rate about few people, and the bounds of one with many unknown."""
    n, people, unknown = row["numerator"], row["denominator"], row["unknown"]
    interval = reach = None
    if row["unit"] == RATE_UNIT and row["value"] is not None and n is not None and people:
        interval = wilson(n, people) if people < below else None
        much = bool(unknown) and Decimal(unknown) / people >= bounds_from
        reach = bounds(n, people, unknown) if much else None
    return {**_ends("interval", interval), **_ends("bounds", reach)}


def _ends(name: str, ends: Interval | None) -> dict[str, str | None]:
    low, high = (ends.low, ends.high) if ends else (None, None)
    return {f"{name}_low": _six_places(low), f"{name}_high": _six_places(high)}


def _six_places(share: Decimal | None) -> str | None:
    return None if share is None else str(share.quantize(_MILLIONTH, rounding=ROUND_HALF_UP))


def _plain(name: str, value: object) -> object:
    if value is None or isinstance(value, (int, str)):
        return str(value) if name == "metric_version" and value is not None else value
    return str(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
