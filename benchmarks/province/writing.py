"""Write feeds as raw keeps them: a file per delivery in contract columns, beside the exports that a run reads."""

from __future__ import annotations

import datetime as dt
import hashlib

import polars as pl

from data_contracts.loader import load_contract
from data_contracts.raw_layout import (
    DECISION,
    DELIVERY,
    ERASURE,
    FINDING,
    INTRODUCTION,
    POOL_WITHDRAWAL,
    raw_schema,
)
from pipelines.store.paths import DataPaths
from pipelines.store.raw import replace_parquet, write_schema_files

AS_OF = dt.datetime(2026, 10, 15, tzinfo=dt.UTC)
"""Knowledge time of a run over the province: the exports bear its name."""

_FIRST_ROW = 2
_BREACHES = {
    "internship": ("INT-085", "INT-089", "INT-091", "INT-092"),
    "certificate": ("CER-057",),
    "vacancy": ("VAC-069", "VAC-070"),
}
_BREACH_EVERY = 13


class RawFolder:
    """The raw folder of one province while it is written; deliveries are numbered as they come."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._deliveries: list[dict[str, object]] = []

    def write(self, feed: str, rows: pl.DataFrame) -> None:
        """Write the rows of a feed, a delivery per sender and period; columns not made are empty."""
        contract = load_contract(feed)
        schema = raw_schema(contract)
        rows = rows.with_columns(sheet=pl.lit("Sheet1"), row_action=pl.lit("upsert"))
        absent = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in rows.columns]
        for sent in rows.with_columns(absent).partition_by("period", "sender", maintain_order=True):
            number = self._take_in(feed, sent, str(contract.version))
            numbered = sent.with_columns(
                delivery_no=pl.lit(number, pl.Int64), row_no=pl.int_range(_FIRST_ROW, sent.height + _FIRST_ROW)
            )
            kept = numbered.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
            replace_parquet(self._paths.raw / feed / f"{number}.parquet", kept)
            replace_parquet(self._paths.raw / "_finding" / f"{number}.parquet", _breaches(feed, kept, number))

    def finish(self) -> None:
        """Write the files without rows and the exports."""
        write_schema_files(self._paths)
        deliveries = pl.DataFrame(self._deliveries, schema=DELIVERY)
        replace_parquet(self._paths.export_file("_delivery", AS_OF), deliveries)
        replace_parquet(self._paths.export_file("_erasure", AS_OF), pl.DataFrame(schema=ERASURE))
        known = {"_decision": DECISION, "_introduction": INTRODUCTION, "_pool_withdrawal": POOL_WITHDRAWAL}
        for name, schema in known.items():
            replace_parquet(self._paths.export_file(name, AS_OF), pl.DataFrame(schema=schema))

    def _take_in(self, feed: str, sent: pl.DataFrame, version: str) -> int:
        number = len(self._deliveries) + 1
        period = str(sent["period"][0])
        year, month = (int(part) for part in period.split("-"))
        self._deliveries.append(
            {
                "delivery_no": number,
                "feed": feed,
                "sender": sent["sender"][0],
                "period": period,
                "mode": "replace",
                "received_at": dt.datetime(year, month, 10) + dt.timedelta(seconds=number),  # noqa: DTZ001 - raw has none
                "file_sha256": hashlib.sha256(f"{feed}/{number}".encode()).hexdigest(),
                "contract_version": version,
                "rows_read": sent.height,
                "rows_accepted": sent.height,
                "rows_rejected": 0,
            }
        )
        return number


def _breaches(feed: str, sent: pl.DataFrame, number: int) -> pl.DataFrame:
    """Return findings of compliance against every thirteenth row, as the door would have made them."""
    if feed not in _BREACHES:
        return pl.DataFrame(schema=FINDING)
    against = sent.filter(pl.col("row_no") % _BREACH_EVERY == 0)
    rules = _BREACHES[feed]
    found = {
        "delivery_no": pl.lit(number),
        "feed": pl.lit(feed),
        "rule": pl.lit(pl.Series(rules, dtype=pl.String).gather(against["row_no"] // _BREACH_EVERY % len(rules))),
        "kind": pl.lit("compliance"),
        "severity": pl.lit("error"),
        "sheet": pl.col("sheet"),
        "row_no": pl.col("row_no"),
    }
    return against.select(found.get(name, pl.lit("")).cast(dtype).alias(name) for name, dtype in FINDING.items())
