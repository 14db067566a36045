"""What the recomputation reads: accepted rows of a data folder, code tables and the dictionary of metrics.

Which of the rows are in force belongs in `in_force`; nothing here reads the warehouse or its SQL.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

ROOT = Path(__file__).parents[2]
CODES = ROOT / "data_contracts" / "codes"
CHINA = dt.timedelta(hours=8)

Row = dict[str, Any]


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return a frame as plain rows: None for what is missing, exact types for the rest."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


@cache
def code_table(name: str) -> list[Row]:
    """Return a code table as text; an empty cell is None."""
    return rows_of(pd.read_csv(CODES / f"{name}.csv", dtype=str, keep_default_na=False).replace({"": None}))


def holds(row: Row, day: dt.date) -> bool:
    """Whether a row with valid_from and valid_to holds on a day."""
    text = day.isoformat()
    return (row["valid_from"] or "") <= text and (row["valid_to"] is None or text <= row["valid_to"])


@cache
def threshold(name: str, day: dt.date) -> str:
    """Return the value, as text, of a threshold that holds on a day."""
    (value,) = [row["value"] for row in code_table("thresholds") if row["name"] == name.lower() and holds(row, day)]
    return str(value)


def dictionary() -> list[Row]:
    """Return the entries of the dictionary of metrics."""
    text = (ROOT / "dbt_project" / "metrics.yml").read_text(encoding="utf-8")
    metrics: list[Row] = yaml.safe_load(text)["metrics"]
    return metrics


@dataclass(frozen=True)
class Source:
    """The raw folder of a platform as one run saw it."""

    raw: Path
    as_of: dt.datetime

    @property
    def today(self) -> dt.date:
        """The civil day, in China, of the moment up to which things are known."""
        return (self.as_of + CHINA).date()

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """The deliveries that count, as exported for the run."""
        return self._export("_delivery")

    @cached_property
    def decisions(self) -> list[Row]:
        """The decisions about people, oldest first."""
        return rows_of(self._export("_decision").sort_values("decision_no"))

    @cached_property
    def introductions(self) -> list[Row]:
        """The steps of introductions, oldest first."""
        return rows_of(self._export("_introduction").sort_values("event_no"))

    @cached_property
    def withdrawals(self) -> list[Row]:
        """Who left the pool, oldest first."""
        return rows_of(self._export("_pool_withdrawal").sort_values("event_no"))

    def rows(self, feed: str) -> pd.DataFrame:
        """Return every accepted row of a feed whose delivery counts."""
        frame = self._files(feed)
        return frame[frame["delivery_no"].isin(self.deliveries["delivery_no"])]

    def findings(self, feed: str) -> list[Row]:
        """Return what the door found in the deliveries of a feed that count."""
        frame = self._files("_finding")
        return rows_of(frame[(frame["feed"] == feed) & frame["delivery_no"].isin(self.deliveries["delivery_no"])])

    def _export(self, name: str) -> pd.DataFrame:
        path = self.raw / name / f"{self.as_of:%Y%m%dT%H%M%SZ}.parquet"
        return pd.read_parquet(path, dtype_backend="pyarrow")

    def _files(self, name: str) -> pd.DataFrame:
        paths = sorted((self.raw / name).glob("*.parquet"))
        frames = [pd.read_parquet(path, dtype_backend="pyarrow") for path in paths]
        return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
