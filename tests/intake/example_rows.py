"""Rows made of a contract's own examples, judged by the real door."""

from __future__ import annotations

import polars as pl

from data_contracts.model import Contract
from pipelines.intake.check.judge import Judgement, judge
from pipelines.intake.normalise import normalise_columns
from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.report.repair import ROW, SHEET

FIRST_ROW = 2


def example_row(contract: Contract) -> dict[str, str | None]:
    return {name: field.examples[0] if field.examples else None for name, field in contract.fields.items()}


def example_frame(contract: Contract, overlays: list[dict[str, str]]) -> pl.DataFrame:
    rows: list[dict[str, str | None]] = [{**example_row(contract), **overlay} for overlay in overlays]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(contract.fields, pl.String))
    return frame.select(pl.lit("").alias(SHEET), pl.int_range(FIRST_ROW, pl.len() + FIRST_ROW).alias(ROW), pl.all())


def normalise_examples(contract: Contract, overlays: list[dict[str, str]]) -> Normalised:
    return normalise_columns(example_frame(contract, overlays), contract, sender=example_sender(contract))


def judge_examples(contract: Contract, overlays: list[dict[str, str]]) -> Judgement:
    normalised = normalise_examples(contract, overlays)
    return judge(normalised, contract, sender=example_sender(contract), period="2026-10", speaks_for_others=False)


def example_sender(contract: Contract) -> str:
    row = example_row(contract)
    return str(row[contract.sender_field]) if contract.sender_field else "990000"
