"""Fields read out of another one: pay out of its wording, the occupation out of the job title.

What was sent stays; only empty cells are filled. Whether the outcome is good enough is judged by the contract.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from data_contracts.checks.forms import text_column
from data_contracts.model import Field
from pipelines.intake.normalise.pay import read_pay
from pipelines.intake.report.repair import ROW, SHEET, Repair

_CODE = "occupation_code"
_SENT, _FROM_TITLE = "sent", "title"

Derived = tuple[pl.DataFrame, list[Repair]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one text says: cells by field, and repairs by field."""

    cells: dict[str, str | None]
    repairs: dict[str, str]


def derive(frame: pl.DataFrame, item: Field) -> Derived:
    """Fill the empty cells of the fields that a field derives."""
    return _DERIVERS[item.name](frame, item)


def _from_pay(frame: pl.DataFrame, item: Field) -> Derived:
    readings: dict[str, _Reading] = {}
    for text in frame[text_column(item.name)].drop_nulls().unique():
        if found := read_pay(text):
            rounded = dict.fromkeys(("pay_min", "pay_max"), "pay_rounded") if found.rounded else {}
            readings[text] = _Reading(found.cells(), rounded)
    return _filled(frame, item, readings, where=pl.repeat(True, frame.height, eager=True))  # noqa: FBT003 - polars' own API


def _from_title(frame: pl.DataFrame, item: Field) -> Derived:
    sent = frame[text_column(_CODE)].is_not_null()
    titles = frame[text_column(item.name)].filter(~sent).drop_nulls().unique()
    frame, repairs = _filled(frame, item, _coded(titles), where=~sent)
    source = text_column("occupation_code_source")
    return frame.with_columns(pl.when(sent).then(pl.lit(_SENT)).otherwise(pl.col(source)).alias(source)), repairs


def _coded(titles: pl.Series) -> dict[str, _Reading]:
    if titles.is_empty():
        return {}
    # Learning the titles takes longer than checking a small file: only a file with an open title waits for it.
    from pipelines.intake.occupation import code_title

    readings: dict[str, _Reading] = {}
    for title in titles:
        if (found := code_title(title)) is None:
            continue
        sure = found.code is not None
        cells = {
            _CODE: found.code,
            "occupation_code_source": _FROM_TITLE if sure else None,
            "occupation_coder": found.coder,
            "occupation_confidence": str(found.confidence),
            "occupation_likeliest": None if sure else "、".join(f"{code} {name}" for code, name in found.likeliest),
        }
        readings[title] = _Reading(cells, {_CODE: "occupation_from_title"} if sure else {})
    return readings


def _filled(frame: pl.DataFrame, item: Field, readings: dict[str, _Reading], *, where: pl.Series) -> Derived:
    source = frame[text_column(item.name)]
    repairs: list[Repair] = []
    for name in item.derives:
        empty = where & frame[text_column(name)].is_null()
        done = {text: reading.repairs[name] for text, reading in readings.items() if name in reading.repairs}
        touched = frame.filter(empty & source.is_in(list(done))).select(SHEET, ROW, text_column(item.name))
        repairs += [Repair(sheet, row, name, done[text]) for sheet, row, text in touched.iter_rows()]
        cells = {text: reading.cells[name] for text, reading in readings.items()}
        read = source.replace_strict(cells, default=None, return_dtype=pl.String)
        own = text_column(name)
        frame = frame.with_columns(pl.when(empty).then(read).otherwise(pl.col(own)).alias(own))
    return frame, repairs


_DERIVERS: dict[str, Callable[[pl.DataFrame, Field], Derived]] = {"pay_text": _from_pay, "title": _from_title}
"""What each field that derives others is read by."""
