"""What a patch leaves as it is: cells of columns that its file does not have are those of the row in force.

An empty cell empties; an absent column says nothing. The whole row is kept, so that whatever reads raw needs no
earlier row. What rows are in force is said in `in_force`, which columns a sheet lacks in `table`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from data_contracts.model import CERTIFICATE_KEY, CERTIFICATE_NUMBER, Contract, Field
from data_contracts.raw_layout import PROVENANCE
from pipelines.intake.mapping.melted import named_places
from pipelines.intake.report.repair import SHEET
from pipelines.intake.report.report import CheckReport

BEFORE = ":before"
"""What the columns of the row in force end in; no field's name holds a colon."""

Lacking = Mapping[str, Collection[str]]
"""For each field the sheets that have no column of it."""


def lacking_columns(report: CheckReport, contract: Contract) -> Lacking:
    """Return for each field the sheets in which nothing says it: no column, and none that its code is read from."""
    lacking = {name: {sheet for sheet, _ in named_places(places)} for name, places in report.lacking.items()}
    for item in contract.fields.values():
        if item.name in lacking and item.code_from is not None:
            lacking[item.name] &= lacking.get(item.code_from, set())
    return lacking


def with_unchanged(rows: pl.DataFrame, before: pl.DataFrame, contract: Contract, lacking: Lacking) -> pl.DataFrame:
    """Return a patch's rows beside those in force (`...:before`), with their cells where the file says nothing.

    Args:
        rows: The patch's accepted rows as raw keeps them.
        before: The rows in force without it.
        contract: The feed's contract.
        lacking: Which sheets lack which field.
    """
    key = list(contract.raw_key)
    beside = rows.join(before, on=key, how="left", suffix=BEFORE, nulls_equal=True, maintain_order="left")
    stays = pl.col("delivery_no" + BEFORE).is_not_null() & (pl.col("row_action") != "delete")
    columns = [name for name in rows.columns if name not in (*key, *PROVENANCE) and name + BEFORE in beside.columns]
    return beside.with_columns(
        pl.when(stays & _unsaid(_field_of(name, contract), contract, lacking))
        .then(pl.col(name + BEFORE))
        .otherwise(pl.col(name))
        .alias(name)
        for name in columns
    )


def _field_of(column: str, contract: Contract) -> Field:
    """Return the field that a column of raw holds; a pseudonym and a hash stand for the number."""
    sealed = {person.key: person.id_number for person in contract.persons} | {CERTIFICATE_KEY: CERTIFICATE_NUMBER}
    return contract.fields[sealed.get(column, column)]


def _unsaid(item: Field, contract: Contract, lacking: Lacking) -> pl.Expr:
    """Return where the file says nothing of a field: no column, and nothing new in the cells it is read out of."""
    unsaid = pl.col(SHEET).is_in(list(lacking.get(item.name, ())))
    for source in contract.fields.values():
        if item.name in source.derives:
            read = [contract.fields[name] for name in source.derives] if item.computed else []
            for told in (source, *(other for other in read if not other.computed)):
                same = pl.col(told.name).eq_missing(pl.col(told.name + BEFORE))
                unsaid = unsaid & (same | pl.col(SHEET).is_in(list(lacking.get(told.name, ()))))
    return unsaid
