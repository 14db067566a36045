"""Normalise whole columns: each different text once, each repair recorded with its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from data_contracts.checks.forms import CANONICAL, text_column
from data_contracts.code_tables import vocabulary
from data_contracts.model import Contract, Field
from pipelines.intake.normalise import dates, identity, numbers, words
from pipelines.intake.normalise.derive import derive
from pipelines.intake.normalise.majors import find_majors
from pipelines.intake.normalise.normalised import Normalised
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.normalise.signs import is_null_word, visible
from pipelines.intake.normalise.two_digit_years import complete_years
from pipelines.intake.read import ERROR, ERROR_TEXTS, NUMERIC
from pipelines.intake.report.repair import ROW, SHEET, Repair, Repairs, again_columns

_MAY_BE_ERROR = f"^[{ERROR}{''.join(sorted({text[0] for text in ERROR_TEXTS}))}]"

Result = tuple[str | None, str | None]

_UNFOLDED = r"^[0-9A-Za-z@._\x{4E00}-\x{9FFF}-]+$"
"""Texts of signs that stay what they are in half width, visible and without blanks, but for their case."""

_SENDER = "sender"
"""The default of a field that means whoever sends the file."""


def normalise_columns(
    frame: pl.DataFrame,
    contract: Contract,
    *,
    sender: str,
    since_1904: bool = False,
    lacking: Mapping[str, Iterable[str]] | None = None,
) -> Normalised:
    """Turn a frame of sheet text into one with a `<field>__text` column for every field of the contract.

    Defaults are filled in; a column that is absent and has no default becomes an empty one.

    Args:
        frame: `sheet`, `row_no` and the text of the fields that have a column.
        contract: The feed's contract.
        sender: Who sends the file; empty where that is not known.
        since_1904: Whether the file counts its days from 1904.
        lacking: For a field the sheets that have no column of it.
    """
    result = Normalised(frame.select(SHEET, ROW), absent=tuple(n for n in contract.fields if n not in frame.columns))
    for item in contract.fields.values():
        cells = frame[item.name] if item.name in frame.columns else pl.Series([None] * frame.height, dtype=pl.String)
        column = _clean_column(result, item, _without_errors(result, item, cells), since_1904=since_1904)
        for name in again_columns(frame, item.name):
            column = _with_said_again(result, item, column, frame[name], since_1904=since_1904)
        _add(result, item, column, sender)
    for item in contract.fields.values():
        if item.derives:
            _take_over(result, derive(result.frame, item))
        if item.year_from:
            _take_over(result, complete_years(result.frame, item))
        if item.code_from and item.code_from not in result.absent:
            _find_codes(result, item, (lacking or {}).get(item.name, ()))
    return result


def _take_over(result: Normalised, done: tuple[pl.DataFrame, Iterable[Repair]]) -> None:
    result.frame = done[0]
    result.repairs += done[1]


def _find_codes(result: Normalised, item: Field, lacking: Iterable[str]) -> None:
    """Look codes up by name in sheets that have names alone: an empty cell of a column is for the sender to fill."""
    alone = result.frame[SHEET].is_in(list(lacking)) | (item.name in result.absent)
    _take_over(result, find_majors(result.frame, item, alone=alone))
    result.absent = tuple(name for name in result.absent if name != item.name)


def _without_errors(result: Normalised, item: Field, cells: pl.Series) -> pl.Series:
    # One look settles most columns: no error begins otherwise.
    if not cells.str.contains(_MAY_BE_ERROR).any():
        return cells
    wrong = (cells.str.starts_with(ERROR) | cells.is_in(ERROR_TEXTS)).fill_null(value=False)
    if not wrong.any():
        return cells
    rows = result.frame.with_columns(cells.str.strip_prefix(ERROR).alias("error")).filter(wrong)
    places = rows.select(SHEET, ROW, "error").iter_rows()
    result.errors += [(sheet, row, item.name, text) for sheet, row, text in places]
    result.bar(item.name, wrong)
    return result.frame.select(pl.when(~wrong).then(cells)).to_series()


def _with_said_again(
    result: Normalised, item: Field, column: pl.Series, cells: pl.Series, *, since_1904: bool
) -> pl.Series:
    """Fill a column from a further one that claims the field; where they differ nobody knows which one is right."""
    cells = _without_errors(result, item, cells)
    unheard = Normalised(result.frame)
    said = _clean_column(unheard, item, cells, since_1904=since_1904)
    differs = (column != said).fill_null(value=False)
    if differs.any():
        places = result.frame.filter(differs).select(SHEET, ROW).iter_rows()
        result.contradicted += [(sheet, row, item.name) for sheet, row in places]
        result.bar(item.name, differs)
    needed = result.frame.select(pl.when(column.is_null()).then(cells)).to_series()
    return column.fill_null(_clean_column(result, item, needed, since_1904=since_1904))


def normalise_cell(text: str, item: Field, *, since_1904: bool = False) -> Result:
    """Return a cell's canonical text and the repair that was needed; (None, repair) for a word of nothing."""
    numeric = text.endswith(NUMERIC)
    bare = text.removesuffix(NUMERIC)
    shown = visible(bare)
    if not shown:
        return None, None
    if is_null_word(shown, form=item.form) and not words.is_known(shown, item):
        return None, "null_word"
    scrubbed, removal = scrub(shown) if item.free_text else (shown, None)
    clean, repair = _by_form(scrubbed, item, numeric=numeric, since_1904=since_1904)
    if not clean:
        return None, repair
    repair = removal or repair
    return clean, repair or ("invisible_signs" if clean not in (bare, bare.strip(" ")) else None)


def _by_form(text: str, item: Field, *, numeric: bool, since_1904: bool) -> Result:
    if item.form == "date":
        return dates.to_date(text, numeric=numeric, since_1904=since_1904)
    if item.form == "choice":
        return words.to_choice(text, item.vocabulary or item.name)
    if item.form == "code":
        return words.to_code(text, item)
    if item.form in ("text_list", "code_list"):
        return words.to_list(text, item)
    if item.grade_map:
        return numbers.to_score(text)
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


def _clean_column(result: Normalised, item: Field, cells: pl.Series, *, since_1904: bool) -> pl.Series:
    different = cells.drop_nulls().unique()
    if item.form in CANONICAL and item.form != "ladder_rank":
        different = different.filter(~different.str.contains(CANONICAL[item.form]))
    if item.form == "text" and not item.free_text and not item.grade_map:
        different = different.filter(~_stays(different))
    changed: dict[str, str | None] = {}
    repairs: dict[str, str] = {}
    for text in different:
        clean, repair = normalise_cell(text, item, since_1904=since_1904)
        if clean != text:
            changed[text] = clean
        if repair:
            repairs[text] = repair
    if repairs:
        done = cells.replace_strict(repairs, default=None, return_dtype=pl.String).alias("done")
        touched = result.frame.select(SHEET, ROW, done).filter(pl.col("done").is_not_null())
        result.repairs += Repairs.at(touched, item.name, pl.col("done"))
    return cells.replace(changed) if changed else cells


def _stays(texts: pl.Series) -> pl.Series:
    """Return which texts are what they should be at a look: signs that nobody folds, and no word of nothing."""
    nothing = texts.str.to_lowercase().is_in(list(vocabulary("null_words")))
    return texts.str.contains(_UNFOLDED) & ~nothing


def _add(result: Normalised, item: Field, cells: pl.Series, sender: str) -> None:
    column = cells.alias(text_column(item.name))
    filling = sender if item.default == _SENDER else item.default
    empty = column.is_null()
    if item.default == _SENDER and not sender:
        result.unsaid += (item.name,)
    elif filling is not None:
        if item.name not in result.absent:
            result.repairs += Repairs.at(result.frame.filter(empty), item.name, "default")
        column = column.fill_null(filling)
    result.frame = result.frame.with_columns(column)
