"""Two sets of cells side by side: which are missing, which are too many, which say something else.

Reading the published cells is here too; computing the other set belongs in `figures`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb

from tests.recomputation.cells import Figure, Key

QUERY = """
    select metric_id, cutoff_date, cohort,
        college_code, major_class, tier, region_code, occupation_code, enterprise_uscc, gender,
        numerator, denominator, unknown, value, unit, status
    from marts.mart_metric
"""


def published(warehouse: Path) -> dict[Key, Figure]:
    """Return every cell of mart_metric."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(QUERY).fetchall()
    found = {Key(row[0], row[1], row[2], tuple(row[3:10])): Figure(*row[10:]) for row in rows}
    assert len(found) == len(rows), "two cells have one key"
    return found


def moment(warehouse: Path) -> dt.datetime:
    """Return the moment up to which the warehouse knows things."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        (row,) = connection.execute("select distinct as_of from marts.mart_metric").fetchall()
    as_of: dt.datetime = row[0]
    return as_of


def differences(ours: dict[Key, Figure], theirs: dict[Key, Figure]) -> list[str]:
    """Return a line for each cell that the two sets do not share to the last unit."""
    lines = [f"missing from the mart: {key} {ours[key]}" for key in sorted(ours.keys() - theirs.keys())]
    lines += [f"only in the mart: {key} {theirs[key]}" for key in sorted(theirs.keys() - ours.keys())]
    for key in sorted(ours.keys() & theirs.keys()):
        if not same(ours[key], theirs[key]):
            lines.append(f"different: {key}\n    recomputed {ours[key]}\n    published  {theirs[key]}")
    return lines


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures agree, the value in six places."""
    return one._replace(value=None) == other._replace(value=None) and _six(one.value) == _six(other.value)


def _six(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"))
