"""Ready answers about figures: metrics, their definitions, colleges.

The order of tables belongs in ready_answers.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from pipelines.publication.answer_schema import METRIC
from pipelines.publication.errors import PublicationError
from pipelines.publication.tables import METRIC_TABLE, PUBLISHED_TABLES, published_sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipelines.publication.disclosure import DisclosureRules
    from pipelines.publication.warehouse import Warehouse


def metric_rows(warehouse: Warehouse, rules: DisclosureRules) -> Iterator[tuple[object, ...]]:
    """Suppressed metrics in key order, values as text so that no reader makes a float of them."""
    table = next(table for table in PUBLISHED_TABLES if table.name == METRIC_TABLE)
    order = ", ".join(METRIC.key)
    select = published_sql(warehouse, table, rules)
    for row in warehouse.rows(f"select * from ({select}) order by {order}"):  # noqa: S608 our own names
        yield tuple(_plain(name, row[name]) for name in METRIC.column_names)


def definition_rows(dictionary: Path, warehouse: Warehouse) -> list[tuple[object, ...]]:
    """The metric dictionary in key order, each entry with its place in the dictionary.

    Raises:
        PublicationError: when the dictionary is missing or lacks a metric that the mart has.
    """
    if not dictionary.is_file():
        raise PublicationError(f"no metric dictionary {dictionary.name}")
    document = yaml.safe_load(dictionary.read_text(encoding="utf-8"))
    entries: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in document["metrics"]}
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


def _plain(name: str, value: object) -> object:
    if value is None or isinstance(value, (int, str)):
        return str(value) if name == "metric_version" and value is not None else value
    return str(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
