"""The looks of an annotated workbook: what colour says what."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipelines.intake.report.findings import Finding
from pipelines.intake.report.severity_text import refuses_nothing

REFUSED, LOOK, RECORDED = "refused", "look", "recorded"
COLOURS = {REFUSED: "#FF9C9C", LOOK: "#FFE699", RECORDED: "#BDD7EE"}
"""The fill of a cell by what becomes of its row."""

_FORMULA_SIGNS = ("=", "+", "-", "@")
_BASE = {"font_name": "Microsoft YaHei", "font_size": 10}
_LINED = {**_BASE, "border": 1, "border_color": "#BFBFBF", "valign": "top"}


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats by what they are for; `text_marked` and `number_marked` by colour.

    `quoted` gives for a format of text the one for what begins as a formula does: edited, it stays text.
    """

    title: Format
    plain: Format
    head: Format
    wrapped: Format
    number: Format
    link: Format
    text: Format
    own_head: Format
    text_marked: dict[str, Format]
    quoted: dict[Format, Format]
    number_marked: dict[str, Format]

    def of_text(self, text: str, plain: Format) -> Format:
        """Return a format of text, or its quoted twin where a spreadsheet would take the text for a formula."""
        return self.quoted[plain] if text.startswith(_FORMULA_SIGNS) else plain


def styles_of(book: Workbook) -> Styles:
    """Add the formats to a workbook."""
    filled = {name: {"bg_color": colour, "border": 1, "border_color": "#7F7F7F"} for name, colour in COLOURS.items()}
    head = {**_BASE, "bold": True, "border": 1, "bg_color": "#DDEBF7", "text_wrap": True, "valign": "vcenter"}
    looks: list[dict[str, object]] = [
        {"num_format": "@"},
        {"num_format": "@", "bold": True},
        {**_LINED, "text_wrap": True, "num_format": "@"},
        *({**fill, "num_format": "@"} for fill in filled.values()),
    ]
    text, own_head, wrapped, *marked = [book.add_format(look) for look in looks]
    quoted = [book.add_format({**look, "quote_prefix": True}) for look in looks]
    return Styles(
        title=book.add_format({**_BASE, "bold": True, "font_size": 14}),
        plain=book.add_format(_BASE),
        head=book.add_format(head),
        wrapped=wrapped,
        number=book.add_format(_LINED),
        link=book.add_format({**_LINED, "font_color": "#0563C1", "underline": 1}),
        text=text,
        own_head=own_head,
        text_marked=dict(zip(filled, marked, strict=True)),
        quoted=dict(zip((text, own_head, wrapped, *marked), quoted, strict=True)),
        number_marked={name: book.add_format(fill) for name, fill in filled.items()},
    )


def colour_of(finding: Finding) -> str:
    """Return which colour a finding has."""
    if finding.kind == "compliance":
        return RECORDED
    return LOOK if finding.severity == "warning" or refuses_nothing(finding) else REFUSED
