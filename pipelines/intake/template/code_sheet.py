"""The code sheet: every list and table of the feed side by side, for drop-downs and for looking up."""

from __future__ import annotations

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from data_contracts.model import Contract
from pipelines.intake.template.choices import Choices, choices_of, title_of
from pipelines.intake.template.styles import Styles
from pipelines.intake.template.words import sent_fields

_TITLES, _HEADINGS, _FIRST = 0, 1, 2
_FIRST_WIDTH, _WIDTH, _GAP = 18, 24, 3


def blocks_of(contract: Contract) -> list[Choices]:
    """Return the lists of a feed, each once."""
    found = [choices for field in sent_fields(contract) if (choices := choices_of(field))]
    return list({choices.name: choices for choices in found}.values())


def sources_of(contract: Contract, sheet_name: str) -> dict[str, str]:
    """Return where each list's values will stand, as a formula, by the list's name."""
    sources, column = {}, 0
    for choices in blocks_of(contract):
        cells = xl_range_abs(_FIRST, column, _FIRST + len(choices.rows) - 1, column)
        sources[choices.name] = f"='{sheet_name}'!{cells}"
        column += len(choices.headings) + 1
    return sources


def fill_code_sheet(sheet: Worksheet, contract: Contract, styles: Styles) -> None:
    """Write the lists where `sources_of` says."""
    column = 0
    fields = sent_fields(contract)
    for choices in blocks_of(contract):
        title = title_of(choices, fields)
        sheet.write_string(_TITLES, column, f"{title.zh} {title.en}", styles.title)
        for offset, text in enumerate(choices.headings):
            sheet.write_string(_HEADINGS, column + offset, text, styles.head)
        sheet.set_column(column, column, _FIRST_WIDTH, styles.text)
        sheet.set_column(column + 1, column + len(choices.headings) - 1, _WIDTH, styles.text)
        sheet.set_column(column + len(choices.headings), column + len(choices.headings), _GAP)
        for row, cells in enumerate(choices.rows, start=_FIRST):
            for offset, cell in enumerate(cells):
                sheet.write_string(row, column + offset, cell, styles.text)
        column += len(choices.headings) + 1
    sheet.freeze_panes(_FIRST, 0)
