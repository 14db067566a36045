"""Take the person out of accepted rows: a keyed pseudonym stays, the personal cells are sealed for the vault."""

from __future__ import annotations

import polars as pl

from data_contracts.checks import text_column
from data_contracts.model import Contract
from data_contracts.raw_layout import raw_schema
from pipelines.intake.table import ROW, SHEET
from pipelines.store.keys import KeyRing
from pipelines.store.vault import VaultRecord, row_place, seal_cells


def seal_rows(
    accepted: pl.DataFrame, contract: Contract, keys: KeyRing, *, sender: str, period: str, delivery_no: int
) -> tuple[pl.DataFrame, list[VaultRecord]]:
    """Return the rows as raw keeps them, and what goes to the vault."""
    frame = accepted
    if contract.has_person:
        frame = frame.with_columns(_pseudonyms(frame, keys))
    if "certificate_no" in contract.fields:
        numbers = frame[text_column("certificate_no")]
        known = {n: keys.document_key(n) for n in numbers.drop_nulls().unique()}
        hashed = numbers.replace_strict(known, default=None, return_dtype=pl.String)
        frame = frame.with_columns(hashed.alias("certificate_key"))
    records = _records(frame, contract, keys, delivery_no)
    provenance = {"delivery_no": delivery_no, "sender": sender, "period": period}
    frame = frame.with_columns(pl.lit(value).alias(name) for name, value in provenance.items())
    frame = frame.with_columns(pl.col("row_action").fill_null("upsert"))
    schema = raw_schema(contract)
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items()), records


def _pseudonyms(frame: pl.DataFrame, keys: KeyRing) -> pl.Series:
    documents = frame.select(text_column("id_type"), text_column("id_number")).rows()
    known = {document: keys.pseudonym(*document) for document in set(documents)}
    return pl.Series("person_key", [known[document] for document in documents], dtype=pl.String)


def _records(frame: pl.DataFrame, contract: Contract, keys: KeyRing, delivery_no: int) -> list[VaultRecord]:
    names = [item.name for item in contract.vault_fields]
    if not names:
        return []
    person = pl.col("person_key") if contract.has_person else pl.lit(None, dtype=pl.String)
    columns = [pl.col(SHEET), pl.col(ROW), person.alias("person"), *(pl.col(text_column(n)) for n in names)]
    records = []
    for sheet, row, person_key, *cells in frame.select(columns).iter_rows():
        filled = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
        if filled:
            sealed = seal_cells(keys, filled, row_place(contract.feed, delivery_no, sheet, row))
            records.append(VaultRecord(contract.feed, sheet, row, person_key, sealed))
    return records
