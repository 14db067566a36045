"""The sheet to fill in and the example sheet: same header, same columns."""

from __future__ import annotations

import re

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from data_contracts.model import Contract, Field
from pipelines.intake.layout.text_width import wide
from pipelines.intake.template.choices import choices_of
from pipelines.intake.template.styles import Styles
from pipelines.intake.template.validation import validation
from pipelines.intake.template.words import example_cells, form_text, heading, must_fill, need_text, sent_fields

_LAST_ROW = 1_048_575
_NUMBER_FORMS = ("integer", "decimal", "year")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,13})(\.\d{1,2})?")
_HEADER_HEIGHT = 32
_NARROWEST, _WIDEST = 10, 36
_COMMENT_WIDTH, _LINE_HEIGHT, _SIGNS_PER_LINE = 320, 16, 25
_ONLY_AN_EXAMPLE = "本页为填写示例，报送时不读取。This sheet is an example; it is not read when the file is sent."


def fill_data_sheet(sheet: Worksheet, contract: Contract, sources: dict[str, str], styles: Styles) -> None:
    """Lay out the sheet to fill in.

    Args:
        sheet: The sheet.
        contract: The feed's contract.
        sources: Where each list stands on the code sheet, by name.
        styles: The workbook's formats.
    """
    _write_header(sheet, contract, styles)
    for column, field in enumerate(sent_fields(contract)):
        sheet.write_comment(0, column, _comment(field), _comment_size(field))
        choices = choices_of(field)
        source = sources.get(choices.name, "") if choices else ""
        cell = xl_rowcol_to_cell(1, column)
        options = validation(field, contract, choices=choices, source=source, cell=cell)
        sheet.data_validation(1, column, _LAST_ROW, column, options)


def fill_example_sheet(sheet: Worksheet, contract: Contract, styles: Styles) -> None:
    """Lay out the example sheet: the contract's example row as a sender types it."""
    _write_header(sheet, contract, styles)
    for column, (field, cell) in enumerate(zip(sent_fields(contract), example_cells(contract), strict=True)):
        if cell is None:
            continue
        if field.form in _NUMBER_FORMS and _NUMBER.fullmatch(cell):
            sheet.write_number(1, column, float(cell), styles.number)
        else:
            sheet.write_string(1, column, cell, styles.text)
    sheet.write_string(3, 0, _ONLY_AN_EXAMPLE, styles.plain)


def _write_header(sheet: Worksheet, contract: Contract, styles: Styles) -> None:
    fields = sent_fields(contract)
    sheet.set_row(0, _HEADER_HEIGHT)
    for column, (field, cell) in enumerate(zip(fields, example_cells(contract), strict=True)):
        shown = max(wide(heading(field)), wide(cell or ""))
        cells = styles.number if field.form in _NUMBER_FORMS else styles.text
        sheet.set_column(column, column, min(max(shown + 2, _NARROWEST), _WIDEST), cells)
        sheet.write_string(0, column, heading(field), styles.must if must_fill(field) else styles.head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": f"A2:{xl_rowcol_to_cell(_LAST_ROW, len(fields) - 1)}"})


def _comment(field: Field) -> str:
    need, form = need_text(field), form_text(field)
    lines = [
        f"{field.title.zh} {field.title.en}",
        f"{need.zh}；{form.zh}",
        field.help.zh,
        f"{need.en}; {form.en}",
        field.help.en,
    ]
    if field.examples:
        lines.append(f"例 Example: {field.examples[0]}")
    return "\n".join(lines)


def _comment_size(field: Field) -> dict[str, object]:
    lines = sum(1 + wide(line) // (2 * _SIGNS_PER_LINE) for line in _comment(field).splitlines())
    return {"width": _COMMENT_WIDTH, "height": (lines + 1) * _LINE_HEIGHT, "author": "", "font_size": 9}
