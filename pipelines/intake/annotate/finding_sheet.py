"""Every finding of a file, one a row, as many sheets as it takes."""

from __future__ import annotations

from collections.abc import Mapping as Names

from xlsxwriter.workbook import Workbook

from data_contracts.loader import load_contract
from pipelines.intake.annotate.sender_sheet import LAST_ROW
from pipelines.intake.annotate.styles import Styles
from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.report.findings import Finding
from pipelines.intake.report.report import CheckReport
from pipelines.intake.report.severity_text import effect_text

_WIDTHS = (22, 10, 18, 8, 24, 44, 44, 44, 44)
_HEAD = (
    "后果 Effect", "规则 Rule", "工作表 Sheet", "行 Row", "列 Column", "问题", "What is wrong", "改法", "What to do",
)  # fmt: skip
_ROW_COLUMN = 3


def add_finding_sheets(
    book: Workbook, report: CheckReport, names: Names[str, str], styles: Styles, *, rows: int = LAST_ROW - 1
) -> None:
    """Add the list of all findings.

    Args:
        book: The workbook.
        report: The check's report.
        names: The sheets' names in this workbook by their own.
        styles: The workbook's formats.
        rows: How many findings one sheet takes.
    """
    found = sorted(report.findings, key=lambda f: f.place)
    for part, start in enumerate(range(0, len(found), rows), start=1):
        sheet = book.add_worksheet(own_sheet_name("findings", part=part))
        for column, (text, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, styles.head)
        own = found[start : start + rows]
        for row, finding in enumerate(own, start=1):
            cells = _cells(finding, report.feed, names)
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text, styles.of_text(text, styles.text))
            sheet.write_number(row, _ROW_COLUMN, finding.row)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(own), len(_HEAD) - 1)


def _cells(finding: Finding, feed: str, names: Names[str, str]) -> tuple[str, ...]:
    effect = effect_text(finding)
    field = load_contract(feed).fields.get(finding.column)
    return (
        f"{effect.zh} {effect.en}",
        finding.rule,
        names.get(finding.sheet, finding.sheet),
        "",
        f"{field.title.zh} ({field.name})" if field else finding.column,
        finding.message.zh,
        finding.message.en,
        finding.hint.zh,
        finding.hint.en,
    )
