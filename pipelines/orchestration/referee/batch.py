"""Bring accepted rows back into the canonical text that the referee reads, as a pandas frame."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import polars as pl

from data_contracts.checks.forms import LIST_SEPARATOR, text_column
from data_contracts.model import Contract, Field

DELIVERY = "delivery_no"
POSITION = "row_position"
ROW_ACTION = "row_action"


def batch_of_raw(rows: pl.DataFrame, contract: Contract) -> pd.DataFrame:
    """Return a referee's batch of raw rows."""
    texts = [_text(field) for field in contract.raw_fields if field.name in rows.columns]
    return batch_of_checked(rows.with_columns(texts))


def batch_of_checked(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a referee's batch of a frame that has its text columns; dates and decimals become plain numbers.

    Only comparisons look at numbers here; no figure is made of them.
    """
    numbers = [pl.col(name).cast(pl.Float64) for name, kind in frame.schema.items() if kind.is_numeric()]
    numbers += [
        pl.col(name).cast(pl.Int32).cast(pl.Float64) for name, kind in frame.schema.items() if kind == pl.Date()
    ]
    one_delivery = [] if DELIVERY in frame.columns else [pl.lit(0.0).alias(DELIVERY)]
    return frame.with_columns(*numbers, *one_delivery).with_row_index(POSITION).to_pandas()


def day_number(day: object) -> float:
    """Return an ISO date as the number of its day, as batches hold it."""
    return float((dt.date.fromisoformat(str(day)) - dt.date(1970, 1, 1)).days)


def _text(field: Field) -> pl.Expr:
    value = pl.col(field.name)
    if field.form in ("text_list", "code_list"):
        text = value.list.join(LIST_SEPARATOR)
    elif field.form == "boolean":
        text = value.cast(pl.String)
    elif field.form == "decimal":
        text = value.cast(pl.String).str.replace(r"\.?0+$", "")
    else:
        text = value.cast(pl.String)
    return text.alias(text_column(field.name))
