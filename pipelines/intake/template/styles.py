"""The looks of a template's cells."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_BASE = {"font_name": "Microsoft YaHei", "font_size": 10}
_WRAPPED = {**_BASE, "text_wrap": True, "valign": "top"}
_HEAD = {**_BASE, "bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats by what they are for."""

    title: Format
    plain: Format
    wrapped: Format
    head: Format
    must: Format
    text: Format
    number: Format


def styles_of(book: Workbook) -> Styles:
    """Add the formats to a workbook."""
    return Styles(
        title=book.add_format({**_BASE, "bold": True, "font_size": 14}),
        plain=book.add_format(_BASE),
        wrapped=book.add_format({**_WRAPPED, "border": 1, "border_color": "#BFBFBF", "num_format": "@"}),
        head=book.add_format({**_HEAD, "bg_color": "#DDEBF7"}),
        must=book.add_format({**_HEAD, "bg_color": "#FCE4D6", "font_color": "#C00000"}),
        text=book.add_format({**_BASE, "num_format": "@"}),
        number=book.add_format({**_BASE, "num_format": "General"}),
    )
