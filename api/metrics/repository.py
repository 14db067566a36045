"""What an edition says about metrics, asked through the official's scope."""

import json
import sqlite3
from datetime import datetime
from typing import Any, Final

from api.metrics.schemas import MetricFilter
from api.moments import shown
from api.official_scope import OfficialScope
from api.paging import Found, OpenPage

_ORDER: Final = (
    "cohort",
    "cutoff_date",
    "college_code",
    "major_class",
    "tier",
    "region_code",
    "occupation_code",
    "enterprise_uscc",
    "gender",
)
_FIGURES: Final = ("period", "as_of", "numerator", "denominator", "unknown", "value", "unit", "status")

_RANGES: Final = ("interval", "bounds")

_COLUMNS: Final = ", ".join(_ORDER)
_AFTER: Final = f" and ({_COLUMNS}) > ({', '.join(f':after_{name}' for name in _ORDER)})"
_CONDITIONS: Final = {name: f" and {name} = :{name}" for name in MetricFilter.model_fields}


def definitions(scope: OfficialScope, page: OpenPage) -> list[Found]:
    """Return the definitions in order of their ids."""
    rows = scope.rows(
        "metric_definitions",
        "select metric_id, metric_version, body from metric_definition "
        "where metric_id > :after order by metric_id limit :fetch",
        after=page.after[0] if page.after else "",
        fetch=page.fetch,
    )
    return [([row["metric_id"]], _definition(row)) for row in rows]


def definition(scope: OfficialScope, metric_id: str) -> dict[str, Any] | None:
    """Return one definition, or None when there is no such metric."""
    rows = scope.rows(
        "metric_definition",
        "select metric_id, metric_version, body from metric_definition where metric_id = :metric_id",
        metric_id=metric_id,
    )
    return _definition(rows[0]) if rows else None


def figures(scope: OfficialScope, metric_id: str, wanted: MetricFilter, page: OpenPage) -> list[Found]:
    """Return a metric's figures in order of their dimensions."""
    values: dict[str, Any] = wanted.model_dump(mode="json", exclude_none=True)
    condition = "".join(_CONDITIONS[name] for name in values)
    if page.after:
        condition += _AFTER
        values |= {f"after_{name}": key for name, key in zip(_ORDER, page.after, strict=True)}
    select = ["select * from my_metric where metric_id = :metric_id", condition, "order by", _COLUMNS, "limit :fetch"]
    rows = scope.rows("metric_figures", " ".join(select), metric_id=metric_id, fetch=page.fetch, **values)
    return [([row[n] for n in _ORDER], _figure(row)) for row in rows]


def _figure(row: sqlite3.Row) -> dict[str, Any]:
    # The warehouse writes its moments in another form than answers do.
    figure = {n: row[n] for n in (*_ORDER, *_FIGURES)} | {"as_of": shown(datetime.fromisoformat(row["as_of"]))}
    return figure | {name: _range(row, name) for name in _RANGES}


def _range(row: sqlite3.Row, name: str) -> dict[str, str] | None:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return None if low is None else {"low": low, "high": high}


def _definition(row: sqlite3.Row) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row["body"])
    return body | {"metric_id": row["metric_id"], "metric_version": row["metric_version"]}
