"""Propose which column of a foreign file is which field, by header and by content; for a person to finish.

Nothing of the file but header texts leaves this module. Writing the proposal down belongs in `suggestion_text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data_contracts.loader import load_contract
from data_contracts.model import Contract, Field
from pipelines.intake.layout.header import SEARCHED_ROWS, header_key
from pipelines.intake.mapping.fit import share_that_fits
from pipelines.intake.mapping.likeness import header_likeness
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.normalise.signs import is_null_word, visible
from pipelines.intake.read import NUMERIC, Sheet, read_sheets
from pipelines.intake.report.refusal import FileRefused

_SAMPLED_ROWS = 200
_HEADER_SHARE, _CONTENT_SHARE, _WHOLE = 60, 40, 100
_FITS_FROM, _SOLE_BONUS = 90, 20
"""A column whose cells fit one field alone is likelier to be it, whatever its header says."""
_TAKEN_FROM = 60
_NAMED_FROM = 40
_UNFIT_BELOW = 20
"""A column of which fewer cells fit is not the field, unless its header is the field's very name."""
_READ_AS_WORDS = frozenset({"choice", "code", "code_list", "text_list", "ladder_rank"})
"""Forms whose cells a mapping can translate: words that nobody knows yet may well be the field's."""
_NEAR = 10
_KNOWN_FROM = 75
"""A header is one when two of its texts are at least so like names of fields."""
_KNOWN_COLUMNS = 2


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How like a field a column is, out of a hundred: as a whole, by header, by content where that says anything."""

    whole: int
    header: int
    content: int | None
    column: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal.

    Attributes:
        fields: The column taken for a field, by field, in contract order.
        others: Further columns that are nearly as like, or for an open field the likeliest ones.
        needed: Required fields without a column.
        ignored: Columns that are like no field.
    """

    feed: str
    fields: dict[str, Likeness]
    others: dict[str, tuple[Likeness, ...]]
    needed: tuple[str, ...]
    ignored: tuple[str, ...]


def suggest_mapping(path: Path, feed: str) -> Suggestion | str:
    """Return a proposal for a file, or the name of the rule for which the file cannot be read.

    Runs in the child process; of an error of its own only the rule leaves it, since its text may quote cells.
    """
    try:
        return _suggestion(read_sheets(path), load_contract(feed))
    except FileRefused as refusal:
        return refusal.rule_name
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - see above
        return "processing_failed"


def _suggestion(sheets: list[Sheet], contract: Contract) -> Suggestion:
    fields = [item for item in contract.fields.values() if not item.computed]
    columns = _columns(sheets, fields)
    likeness = _likeness(fields, columns, contract)
    taken = _assigned(likeness, {item.name for item in fields if _is_needed(item)})
    used = {found.column for found in taken.values()}
    others = {
        name: tuple(found for found in ranked if _is_worth_a_look(found, taken.get(name), used))[:_KNOWN_COLUMNS]
        for name, ranked in likeness.items()
    }
    return Suggestion(
        feed=contract.feed,
        fields={item.name: taken[item.name] for item in fields if item.name in taken},
        others=others,
        needed=tuple(item.name for item in fields if _is_needed(item) and item.name not in taken),
        ignored=tuple(text for text in columns if text not in used),
    )


def _is_needed(item: Field) -> bool:
    return item.required and item.default is None


def _is_worth_a_look(found: Likeness, taken: Likeness | None, used: set[str]) -> bool:
    if taken is None:
        return found.whole >= _NAMED_FROM and found.column not in used
    return found.column != taken.column and found.whole >= taken.whole - _NEAR and found.whole >= _NAMED_FROM


def _columns(sheets: list[Sheet], fields: list[Field]) -> dict[str, list[str]]:
    """Return the sampled cells of each column by its header, of the sheet whose header names most fields.

    Raises:
        FileRefused: no row looks like a header; its cells must not be taken for one.
    """
    best: tuple[int, int, int] = (0, 0, 0)
    for place, sheet in enumerate(sheets):
        for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
            named = [max(header_likeness(text, item) for item in fields) for text in _texts(cells)]
            known = sum(likeness for likeness in named if likeness >= _KNOWN_FROM)
            best = max(best, (known, -place, -row))
    known, place, row = best
    if known < _KNOWN_COLUMNS * _KNOWN_FROM:
        raise FileRefused("header_not_found")
    return _sampled(sheets[-place], -row)


def _sampled(sheet: Sheet, header: int) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for index, cell in enumerate(sheet.rows[header]):
        text = visible((cell or "").removesuffix(NUMERIC))
        if not header_key(text) or scrub(text)[1] or text in columns:
            continue
        cells = (row[index] for row in sheet.rows[header + 1 :] if index < len(row))
        filled = (c for c in cells if c and not is_null_word(visible(c.removesuffix(NUMERIC))))
        columns[text] = list(dict.fromkeys(islice(filled, _SAMPLED_ROWS)))
    return columns


def _texts(cells: list[str | None]) -> list[str]:
    return [cell for cell in cells if cell and not cell.endswith(NUMERIC) and header_key(cell)]


def _likeness(fields: list[Field], columns: dict[str, list[str]], contract: Contract) -> dict[str, list[Likeness]]:
    """Return for each field the columns that may be it, the likeliest first."""
    found: dict[str, list[Likeness]] = {item.name: [] for item in fields}
    for text, cells in columns.items():
        headers = {item.name: header_likeness(text, item) for item in fields}
        # A column with the very name of a field needs no comparing with the others.
        meant = [item for item in fields if headers[item.name] == _WHOLE] or fields
        contents = {item.name: share_that_fits(cells, item, contract.feed) if cells else None for item in meant}
        fitting = [name for name, content in contents.items() if content is not None and content >= _FITS_FROM]
        for name, content in contents.items():
            if _is_unfit(content, headers[name], contract.fields[name]):
                continue
            sole = _SOLE_BONUS if fitting == [name] else 0
            whole = (_HEADER_SHARE * headers[name] + _CONTENT_SHARE * (content or 0)) // _WHOLE + sole
            whole = headers[name] if content is None else min(whole, _WHOLE)
            found[name].append(Likeness(whole, headers[name], content, text))
    return {
        name: sorted(ranked, key=lambda likeness: (-likeness.whole, -likeness.header, likeness.column))
        for name, ranked in found.items()
    }


def _is_unfit(content: int | None, header: int, item: Field) -> bool:
    """Return whether the cells of a column say that it is not a field."""
    known_from = _KNOWN_FROM if item.form in _READ_AS_WORDS else _WHOLE
    return content is not None and content < _UNFIT_BELOW and header < known_from


def _assigned(likeness: dict[str, list[Likeness]], needed: set[str]) -> dict[str, Likeness]:
    """Give each field its likeliest column and each column one field: its very name first, then what is needed."""
    pairs = [(found, name) for name, ranked in likeness.items() for found in ranked if found.whole >= _TAKEN_FROM]
    order = list(likeness)

    def turn(pair: tuple[Likeness, str]) -> tuple[bool, bool, int, int, int]:
        found, name = pair
        return found.header < _WHOLE, name not in needed, -found.whole, -found.header, order.index(name)

    pairs.sort(key=turn)
    taken: dict[str, Likeness] = {}
    used: set[str] = set()
    for found, name in pairs:
        if name not in taken and found.column not in used:
            taken[name] = found
            used.add(found.column)
    return taken
