"""Which words or codes a field takes, as the drop-down and the code sheet show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from data_contracts.code_tables import code_manifest, code_table, labels
from data_contracts.model import Field, Text
from pipelines.intake.normalise.words import split_items
from pipelines.intake.template.words import word_list

_DROP_DOWN_MOST = 500
_LISTED_MOST = 5000
_SHOWN_COLUMNS = {
    "name_zh": "名称 Name",
    "name_en": "English",
    "catalogue_year": "目录年份 Year",
    "parent": "所属 Within",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of a list or code table.

    Attributes:
        name: The list's or table's name; fields that share it share one block of the code sheet.
        headings: Of the columns beside the value.
        rows: The value as it is to be written, and what it means.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """What may be written."""
        return tuple(dict.fromkeys(row[0] for row in self.rows))

    @property
    def drops_down(self) -> bool:
        """Whether the list is short enough to choose from."""
        return len(self.rows) <= _DROP_DOWN_MOST


def choices_of(field: Field) -> Choices | None:
    """Return what a field may hold; None when it is open, or the table too long to be of help."""
    if (name := word_list(field)) is not None:
        return _several(name) if field.form in ("text_list", "code_list") else _words(name)
    if field.code_list is None:
        return None
    found = _codes(field.code_list)
    return found if len(found.rows) <= _LISTED_MOST else None


def title_of(choices: Choices, fields: list[Field]) -> Text:
    """Return the heading of a block of the code sheet: the columns that it is for."""
    using = [f for f in fields if (own := choices_of(f)) is not None and own.name == choices.name]
    return Text(", ".join(f.title.en for f in using), "、".join(f.title.zh for f in using))


@cache
def _words(name: str) -> Choices:
    return Choices(name, ("填写 Write", "English"), tuple((text.zh, text.en) for text in labels(name).values()))


@cache
def _several(name: str) -> Choices:
    """Return a list's words for cells that hold several: a word that would be split is offered as its code."""
    rows = ((text.zh if len(split_items(text.zh)) == 1 else code, text.en) for code, text in labels(name).items())
    plain = _words(name)
    found = Choices(f"{name} …", plain.headings, tuple(rows))
    return plain if found.rows == plain.rows else found


@cache
def _codes(name: str) -> Choices:
    table = code_table(name)
    if "parent_code" in table.columns:
        names = dict(table.select("code", "name_zh").iter_rows())
        table = table.with_columns(pl.col("parent_code").replace_strict(names, default=None).alias("parent"))
    key = "code" if "code" in table.columns else code_manifest()[name].key[0]
    shown = [column for column in _SHOWN_COLUMNS if column in table.columns]
    cells = table.select(pl.col(key, *shown).cast(pl.String).fill_null(""))
    headings = ("代码 Code", *(_SHOWN_COLUMNS[column] for column in shown))
    return Choices(name, headings, tuple(cells.rows()))
