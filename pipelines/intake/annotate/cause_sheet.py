"""The first sheet of an annotated workbook: what is wrong, how often, where first, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping as Names
from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from data_contracts.code_tables import labels
from data_contracts.loader import load_contract
from data_contracts.model import Text
from pipelines.intake.annotate.rows_text import rows_text, said_by_row
from pipelines.intake.annotate.styles import COLOURS, LOOK, RECORDED, REFUSED, Styles
from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.layout.text_width import wide
from pipelines.intake.report.causes import Cause, causes
from pipelines.intake.report.findings import link_of
from pipelines.intake.report.read_titles import HEADING
from pipelines.intake.report.report import CheckReport
from pipelines.intake.report.severity_text import effect_text, severity_text

_WIDTHS = (9, 26, 10, 24, 11, 20, 14, 14, 44, 44, 44, 44, 36)
_HEAD = (
    "序号 No.", "后果 Effect", "规则 Rule", "列 Column", "数量 Count", "工作表 Sheets", "首行 First row",
    "末行 Last row", "问题", "What is wrong", "改法", "What to do", "规则说明 Explained in",
)  # fmt: skip
_LINE_HEIGHT = 15
_MOST_LINKS = 10_000
_FIRST_ROW_COLUMN = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What the cause sheet tells of the workbook itself.

    Attributes:
        cells: The first faulty cell of a place, as (sheet, row, column's name) to (row, column) from 0.
        names: The sheets' names in this workbook by their own.
        commented: How many faulty cells have a comment.
        marked: How many faulty cells there are.
        left_out: Sheets that no workbook can hold.
    """

    cells: dict[tuple[str, int, str], tuple[int, int]]
    names: Names[str, str]
    commented: int
    marked: int
    left_out: tuple[str, ...] = ()


def fill_cause_sheet(sheet: Worksheet, report: CheckReport, said: Said, styles: Styles) -> None:
    """Write the causes, the repairs and the rules that were not checked."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    contract = load_contract(report.feed)
    sheet.write_string(0, 0, f"{contract.title.zh} {contract.title.en}：核验结果 Check result", styles.title)
    row = 1
    for text in _introduction(report, said):
        sheet.write_string(row, 0, f"{text.zh} {text.en}", styles.plain)
        row += 1
    row = _legend(sheet, row, styles)
    row = _causes(sheet, row + 1, report, said, styles)
    row = _repairs(sheet, row + 1, report, styles)
    row = _read_titles(sheet, row + 1, report, styles)
    _skipped(sheet, row + 1, report, styles)


def _introduction(report: CheckReport, said: Said) -> list[Text]:
    read, taken, refused = report.rows_read, report.rows_accepted, report.rows_rejected
    count = len(report.findings)
    lines = [
        Text(
            f"Contract {report.contract_version}: rows read {read}, accepted {taken}, refused {refused}; "
            f"findings {count}.",
            f"契约版本{report.contract_version}：读入{read}行，接受{taken}行，退回{refused}行；共{count}个问题。",
        )
    ]
    if not count:
        return [*lines, Text("Nothing was found.", "未发现问题。")]
    lines.append(_what_to_do(said))
    if said.commented < said.marked:
        lines.append(
            Text(
                f"{said.commented} of {said.marked} faulty cells have a comment; all are coloured and listed on "
                f"'{own_sheet_name('findings')}'.",
                f"有问题的单元格共{said.marked}个，其中{said.commented}个附批注；全部已标色并列于“{own_sheet_name('findings')}”页。",
            )
        )
    if said.left_out:
        names = "、".join(said.left_out)
        lines.append(
            Text(
                f"Too large for a sheet of a workbook and not given back: {names}; correct your own file by the list.",
                f"超出工作表容量，未附原表：{names}；请按清单在原文件中改正。",
            )
        )
    return lines


def _what_to_do(said: Said) -> Text:
    causes_page, findings_page = own_sheet_name("causes"), own_sheet_name("findings")
    if not said.names:
        return Text(
            "Your sheets could not be given back marked; correct your own file by this list and send it again.",
            "未能附上原表，请按本清单在原文件中改正后重新报送。",
        )
    return Text(
        f"Correct the coloured cells on your own sheets, save and send this very file again; '{causes_page}' and "
        f"'{findings_page}' are not read.",
        f"请在后面的工作表中改正标色的单元格，保存后直接重新报送本文件；“{causes_page}”“{findings_page}”页不读取。",
    )


def _legend(sheet: Worksheet, row: int, styles: Styles) -> int:
    meanings = {
        REFUSED: severity_text("error", "data"),
        LOOK: severity_text("warning", "data"),
        RECORDED: severity_text("warning", "compliance"),
    }
    for number, colour in enumerate(COLOURS):
        sheet.write_blank(row + number, 0, None, styles.text_marked[colour])
        sheet.write_string(row + number, 1, f"{meanings[colour].zh} {meanings[colour].en}", styles.plain)
    return row + len(COLOURS)


def _causes(sheet: Worksheet, row: int, report: CheckReport, said: Said, styles: Styles) -> int:
    found = causes(report)
    if not found:
        return row
    for column, text in enumerate(_HEAD):
        sheet.write_string(row, column, text, styles.head)
    for number, cause in enumerate(found, start=1):
        cells = _cells(cause, report.feed, said)
        lines = max(-(-(wide(text) + 1) // width) for text, width in zip(cells, _WIDTHS[1:], strict=True))
        sheet.set_row(row + number, lines * _LINE_HEIGHT)
        sheet.write_number(row + number, 0, number, styles.number)
        for column, text in enumerate(cells, start=1):
            sheet.write_string(row + number, column, text, styles.of_text(text, styles.wrapped))
        sheet.write_number(row + number, 4, cause.count, styles.number)
        if number <= _MOST_LINKS:
            _link(sheet, row + number, cause, said, styles)
    return row + 1 + len(found)


def _cells(cause: Cause, feed: str, said: Said) -> tuple[str, ...]:
    effect = effect_text(cause)
    fields = load_contract(feed).fields
    column = f"{fields[cause.column].title.zh} ({cause.column})" if cause.column in fields else cause.column
    sheets = "、".join(said.names.get(name, name) for name in cause.sheets)
    rows = [str(place[1]) if place[1] else "" for place in (cause.first, cause.last)]
    listed = said_by_row(cause)
    texts = (cause.message.zh + listed, cause.message.en + listed, cause.hint.zh, cause.hint.en)
    return (f"{effect.zh} {effect.en}", cause.rule, column, "", sheets, *rows, *texts, link_of(cause.rule, feed))


def _link(sheet: Worksheet, row: int, cause: Cause, said: Said, styles: Styles) -> None:
    cell = said.cells.get((*cause.first, cause.column))
    name = said.names.get(cause.first[0])
    if cell is not None and name is not None:
        place = f"internal:{quote_sheetname(name)}!{xl_rowcol_to_cell(*cell)}"
        sheet.write_url(row, _FIRST_ROW_COLUMN, place, styles.link, string=str(cause.first[1]))


def _repairs(sheet: Worksheet, row: int, report: CheckReport, styles: Styles) -> int:
    counts = report.repairs.counts()
    if not counts:
        return row
    sheet.write_string(
        row, 0, "无需改动，已自动规范（次数） Nothing to do, read in its usual form (times)", styles.own_head
    )
    words = labels("repairs")
    for number, (repair, count) in enumerate(counts, start=1):
        text = words.get(repair, Text(repair, repair))
        sheet.write_number(row + number, 0, count, styles.number)
        sheet.write_string(row + number, 1, f"{text.zh} {text.en}", styles.plain)
    return row + 1 + len(counts)


def _read_titles(sheet: Worksheet, row: int, report: CheckReport, styles: Styles) -> int:
    """List the titles read with their first rows, so that a wrong guess is seen and the code entered."""
    if not report.read_titles:
        return row
    sheet.write_string(row, 0, f"{HEADING.zh} {HEADING.en}", styles.own_head)
    for number, title in enumerate(report.read_titles, start=1):
        sheet.write_number(row + number, 0, len(title.places), styles.number)
        sheet.write_string(row + number, 1, f"{rows_text(title.places)}: {title.said}", styles.plain)
    return row + 1 + len(report.read_titles)


def _skipped(sheet: Worksheet, row: int, report: CheckReport, styles: Styles) -> None:
    for number, (rule, reason) in enumerate(report.skipped_rules):
        sheet.write_string(row + number, 0, f"未检查 Not checked {rule}: {reason}", styles.plain)
