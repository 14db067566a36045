"""The sealed cells that a patch leaves as they are, bound to the row's new place.

They are opened for that and sealed again at once. Cells go over only to the same person: whoever names another
person in a row has not said what that person's telephone is. Cells of raw are kept by `unchanged`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_contracts.model import Contract
from pipelines.intake.check.child import Sealing
from pipelines.intake.check.seal import vault_cells
from pipelines.intake.delivery.unchanged import BEFORE, Lacking
from pipelines.intake.report.repair import ROW, SHEET
from pipelines.store.vault import Vault, VaultRecord, open_cells, read_records, row_place, seal_cells, write_records

_Places = dict[tuple[str, int, str], VaultRecord]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a patch: where it and the row in force stand, and whom it names by role."""

    place: tuple[str, int]
    before: tuple[int, str, int]
    people: dict[str, str | None]


def keep_sealed_cells(vault: Vault, rows: pl.DataFrame, contract: Contract, sealing: Sealing, lacking: Lacking) -> None:
    """Add to the sealed cells of a patch those of the rows in force that its file says nothing of.

    Args:
        vault: The vault.
        rows: The patch's rows as `with_unchanged` returns them.
        contract: The feed's contract.
        sealing: The work folder with the patch's rows.
        lacking: Which sheets lack which field.
    """
    groups = [(person, [n for n in names if lacking.get(n)]) for person, names in vault_cells(contract)]
    groups = [(person, names) for person, names in groups if names]
    told = _rows(rows, contract) if groups else []
    if not told:
        return
    earlier = {
        (number, record.sheet, record.row_no, record.role): record
        for number, record in vault.of_rows(contract.feed, (row.before for row in told))
    }
    sealed: _Places = {(r.sheet, r.row_no, r.role): r for r in read_records(sealing.vault)}
    for row in told:
        for person, names in groups:
            unsaid = [name for name in names if row.place[0] in lacking[name]]
            before = earlier.get((*row.before, person.role))
            if unsaid and before is not None and before.person_key == row.people.get(person.role):
                _carry(before, row, unsaid, contract, sealing, sealed)
    write_records(sealing.vault, list(sealed.values()))


def _carry(
    before: VaultRecord, row: _Row, unsaid: list[str], contract: Contract, sealing: Sealing, sealed: _Places
) -> None:
    keys, role = sealing.keys, before.role
    cells = open_cells(keys, before.sealed, row_place(contract.feed, *row.before, role))
    kept = {name: cells[name] for name in unsaid if name in cells}
    if not kept:
        return
    place = row_place(contract.feed, sealing.delivery_no, *row.place, role)
    now = sealed.get((*row.place, role))
    own = open_cells(keys, now.sealed, place) if now else {}
    record = VaultRecord(contract.feed, *row.place, role, before.person_key, seal_cells(keys, own | kept, place))
    sealed[(*row.place, role)] = record


def _rows(rows: pl.DataFrame, contract: Contract) -> list[_Row]:
    """Return the rows that change one in force."""
    people = {person.role: person.key for person in contract.persons}
    changing = rows.filter(pl.col("delivery_no" + BEFORE).is_not_null() & (pl.col("row_action") != "delete"))
    place = [SHEET, ROW, "delivery_no" + BEFORE, SHEET + BEFORE, ROW + BEFORE]
    return [
        _Row((sheet, row), (number, old_sheet, old_row), dict(zip(people, named, strict=True)))
        for sheet, row, number, old_sheet, old_row, *named in changing.select(*place, *people.values()).iter_rows()
    ]
