"""Take the person out of accepted rows: a keyed pseudonym stays, the personal cells are sealed for the vault."""

from __future__ import annotations

from functools import partial

import polars as pl

from data_contracts.checks import text_column
from data_contracts.model import CERTIFICATE_KEY, CERTIFICATE_NUMBER, Contract, Person
from data_contracts.raw_layout import raw_schema
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.store.keys import KeyRing
from pipelines.store.vault import VaultRecord, row_place, seal_cells


def seal_rows(
    accepted: pl.DataFrame, contract: Contract, keys: KeyRing, *, sender: str, period: str, delivery_no: int
) -> tuple[pl.DataFrame, list[VaultRecord]]:
    """Return the rows as raw keeps them, and what goes to the vault."""
    frame = accepted.with_columns(_pseudonyms(accepted, person, keys) for person in contract.persons)
    if CERTIFICATE_NUMBER in contract.fields:
        numbers = frame[text_column(CERTIFICATE_NUMBER)]
        known = {n: keys.document_key(n) for n in numbers.drop_nulls().unique()}
        hashed = numbers.replace_strict(known, default=None, return_dtype=pl.String)
        frame = frame.with_columns(hashed.alias(CERTIFICATE_KEY))
    records = _records(frame, contract, keys, delivery_no)
    provenance = {"delivery_no": delivery_no, "sender": sender, "period": period}
    frame = frame.with_columns(pl.lit(value).alias(name) for name, value in provenance.items())
    frame = frame.with_columns(pl.col("row_action").fill_null("upsert"))
    schema = raw_schema(contract)
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items()), records


def _pseudonyms(frame: pl.DataFrame, person: Person, keys: KeyRing) -> pl.Series:
    documents = frame.select(text_column(person.id_type), text_column(person.id_number)).rows()
    known = {(kind, number): keys.pseudonym(kind, number) for kind, number in set(documents) if number is not None}
    return pl.Series(person.key, [known.get(document) for document in documents], dtype=pl.String)


def _records(frame: pl.DataFrame, contract: Contract, keys: KeyRing, delivery_no: int) -> list[VaultRecord]:
    records: list[VaultRecord] = []
    for person, names in vault_cells(contract):
        place = partial(row_place, contract.feed, delivery_no, role=person.role)
        key = pl.col(person.key) if person in contract.persons else pl.lit(None, dtype=pl.String)
        columns = [pl.col(SHEET), pl.col(ROW), key.alias("person"), *(pl.col(text_column(n)) for n in names)]
        for sheet, row, person_key, *cells in frame.select(columns).iter_rows():
            filled = {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
            if filled:
                sealed = seal_cells(keys, filled, place(sheet, row))
                records.append(VaultRecord(contract.feed, sheet, row, person.role, person_key, sealed))
    return records


def vault_cells(contract: Contract) -> list[tuple[Person, list[str]]]:
    """Return whose cells go to the vault: each person's own, and what names nobody with the row's person."""
    names = [item.name for item in contract.vault_fields]
    others = [person for person in contract.persons if person.role]
    cells = [(person, [name for name in names if person.owns(name)]) for person in others]
    rest = [name for name in names if not any(person.owns(name) for person in others)]
    return [(person, own) for person, own in [(Person(), rest), *cells] if own]
