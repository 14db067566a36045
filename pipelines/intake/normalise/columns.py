"""Normalise whole columns: each different text once, each repair recorded with its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data_contracts.checks.forms import CANONICAL, text_column
from data_contracts.model import Contract, Field
from pipelines.intake.normalise import dates, identity, numbers, pay, words
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.normalise.signs import is_null_word, visible
from pipelines.intake.read import NUMERIC
from pipelines.intake.table import ROW, SHEET, Repair

Result = tuple[str | None, str | None]


@dataclass(slots=True)
class Normalised:
    """A frame of canonical text, the repairs made and the fields whose column is absent."""

    frame: pl.DataFrame
    repairs: list[Repair] = field(default_factory=list)
    absent: tuple[str, ...] = ()


def normalise_columns(frame: pl.DataFrame, contract: Contract, *, sender: str) -> Normalised:
    """Turn a frame of sheet text into one with a `<field>__text` column for every field of the contract.

    Defaults are filled in; a column that is absent and has no default becomes an empty one.
    """
    result = Normalised(frame.select(SHEET, ROW), absent=tuple(n for n in contract.fields if n not in frame.columns))
    for item in contract.fields.values():
        cells = frame[item.name] if item.name in frame.columns else pl.Series([None] * frame.height, dtype=pl.String)
        _add(result, item, _clean_column(result, item, cells), sender)
    for item in contract.fields.values():
        if item.derives:
            _derive(result, item)
    return result


def normalise_cell(text: str, item: Field) -> Result:
    """Return a cell's canonical text and the repair that was needed; (None, repair) for a word of nothing."""
    numeric = text.endswith(NUMERIC)
    bare = text.removesuffix(NUMERIC)
    shown = visible(bare)
    if not shown:
        return None, None
    if is_null_word(shown) and not words.is_known(shown, item):
        return None, "null_word"
    scrubbed, removal = scrub(shown) if item.free_text else (shown, None)
    clean, repair = _by_form(scrubbed, item, numeric=numeric)
    repair = removal or repair
    return clean, repair or ("invisible_signs" if clean not in (bare, bare.strip()) else None)


def _by_form(text: str, item: Field, *, numeric: bool) -> Result:
    if item.form == "date":
        return dates.to_date(text, numeric=numeric)
    if item.form == "choice":
        return words.to_choice(text, item.vocabulary or item.name)
    if item.form == "code":
        return words.to_code(text, item)
    if item.form in ("text_list", "code_list"):
        return words.to_list(text, item)
    return _PLAIN[item.form](text) if item.form in _PLAIN else (text, None)


_PLAIN: dict[str, Callable[[str], tuple[str, str | None]]] = {
    "id_number": identity.to_id_number,
    "phone": identity.to_phone,
    "email": identity.to_email,
    "person_name": identity.to_person_name,
    "year": numbers.to_year,
    "integer": numbers.to_integer,
    "decimal": numbers.to_decimal,
    "boolean": words.to_boolean,
    "ladder_rank": lambda text: words.to_choice(text, "ladder_rank"),
}


def _clean_column(result: Normalised, item: Field, cells: pl.Series) -> pl.Series:
    different = cells.drop_nulls().unique()
    if item.form in CANONICAL and item.form != "ladder_rank":
        different = different.filter(~different.str.contains(CANONICAL[item.form]))
    changed: dict[str, str | None] = {}
    repairs: dict[str, str] = {}
    for text in different:
        clean, repair = normalise_cell(text, item)
        if clean != text:
            changed[text] = clean
        if repair:
            repairs[text] = repair
    if repairs:
        touched = result.frame.with_columns(cells.alias("cell")).filter(pl.col("cell").is_in(list(repairs)))
        result.repairs += [
            Repair(sheet, row, item.name, repairs[cell])
            for sheet, row, cell in touched.select(SHEET, ROW, "cell").iter_rows()
        ]
    return cells.replace(changed) if changed else cells


def _add(result: Normalised, item: Field, cells: pl.Series, sender: str) -> None:
    column = cells.alias(text_column(item.name))
    if item.default is not None:
        filling = sender if item.default == "sender" else item.default
        empty = column.is_null()
        result.repairs += [
            Repair(sheet, row, item.name, "default")
            for sheet, row in result.frame.filter(empty).select(SHEET, ROW).iter_rows()
            if item.name not in result.absent
        ]
        column = column.fill_null(filling)
    result.frame = result.frame.with_columns(column)


def _derive(result: Normalised, item: Field) -> None:
    """Fill the empty cells of derived fields from a text that says several things at once."""
    source = result.frame[text_column(item.name)]
    read = {text: pay.read_pay(text) for text in source.drop_nulls().unique()}
    for name in item.derives:
        cells = {text: found.cells()[name] for text, found in read.items() if found}
        derived = source.replace_strict(cells, default=None, return_dtype=pl.String)
        own = pl.col(text_column(name))
        result.frame = result.frame.with_columns(own.fill_null(derived))
