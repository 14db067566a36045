"""The looks of an annotated workbook: what colour says what."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipelines.intake.findings import Finding

REFUSED, LOOK, RECORDED = "refused", "look", "recorded"
COLOURS = {REFUSED: "#FF9C9C", LOOK: "#FFE699", RECORDED: "#BDD7EE"}
"""The fill of a cell by what becomes of its row."""

_BASE = {"font_name": "Microsoft YaHei", "font_size": 10}
_LINED = {**_BASE, "border": 1, "border_color": "#BFBFBF", "valign": "top"}


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats by what they are for; `text_marked` and `number_marked` by colour."""

    title: Format
    plain: Format
    head: Format
    wrapped: Format
    number: Format
    link: Format
    text: Format
    own_head: Format
    text_marked: dict[str, Format]
    number_marked: dict[str, Format]


def styles_of(book: Workbook) -> Styles:
    """Add the formats to a workbook."""
    filled = {name: {"bg_color": colour, "border": 1, "border_color": "#7F7F7F"} for name, colour in COLOURS.items()}
    head = {**_BASE, "bold": True, "border": 1, "bg_color": "#DDEBF7", "text_wrap": True, "valign": "vcenter"}
    return Styles(
        title=book.add_format({**_BASE, "bold": True, "font_size": 14}),
        plain=book.add_format(_BASE),
        head=book.add_format(head),
        wrapped=book.add_format({**_LINED, "text_wrap": True, "num_format": "@"}),
        number=book.add_format(_LINED),
        link=book.add_format({**_LINED, "font_color": "#0563C1", "underline": 1}),
        text=book.add_format({"num_format": "@"}),
        own_head=book.add_format({"num_format": "@", "bold": True}),
        text_marked={name: book.add_format({**fill, "num_format": "@"}) for name, fill in filled.items()},
        number_marked={name: book.add_format(fill) for name, fill in filled.items()},
    )


def colour_of(finding: Finding) -> str:
    """Return which colour a finding has."""
    if finding.kind == "compliance":
        return RECORDED
    return LOOK if finding.severity == "warning" else REFUSED
