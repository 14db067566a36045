"""The help sheet: what the feed is, how to fill it, every field and every rule, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data_contracts.model import Contract, Field, Rule, Text
from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.layout.text_width import wide
from pipelines.intake.report.severity_text import severity_text
from pipelines.intake.template.choices import choices_of
from pipelines.intake.template.styles import Styles
from pipelines.intake.template.words import ROLES, form_text, must_fill, need_text, sent_fields, shown_value

_WIDTHS = (18, 26, 20, 28, 40, 40, 40, 40)
_LINE_HEIGHT = 15
_SHOWN_WORDS = 12
_FIELD_HEAD = (
    "列 Column",
    "English",
    "是否必填 Required",
    "形式 Form",
    "填写说明",
    "How to fill",
    "可填 Allowed",
    "示例 Example",
)
_RULE_HEAD = ("规则 Rule", "列 Column", "后果", "Effect", "问题", "What it says", "改法", "Cure")
_STEPS = (
    Text(
        "Fill in the sheet '{data}' only, one record a row, under the header as it is.",
        "只在“{data}”页填写，一行一条，不要改动表头。",
    ),
    Text(
        "Columns with * must be filled; others may stay empty or be deleted whole.",
        "带*的列必填，其余可留空或整列删除。",
    ),
    Text(
        "Codes, identity numbers, telephones and dates are text cells; paste values only.",
        "代码、证件号码、电话、日期均为文本格式；粘贴时请选“只粘贴数值”。",
    ),
    Text(
        "Save as xlsx and send it; '{example}', '{help}' and '{codes}' are not read and may stay.",
        "保存为xlsx后报送；“{example}”“{help}”“{codes}”页不读取，可保留。",
    ),
)


def fill_help_sheet(sheet: Worksheet, contract: Contract, data_sheet: str, styles: Styles) -> None:
    """Write the help."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, f"{contract.title.zh} {contract.title.en}", styles.title)
    row = 1
    for line in _lines(contract, data_sheet):
        sheet.write_string(row, 0, line, styles.plain)
        row += 1
    row = _table(sheet, row + 1, _FIELD_HEAD, [_field_cells(f) for f in sent_fields(contract)], styles)
    _table(sheet, row + 1, _RULE_HEAD, [_rule_cells(r, contract) for r in contract.rules], styles)
    _mark_required(sheet, contract, styles.must, first=len(_lines(contract, data_sheet)) + 3)


def _lines(contract: Contract, data_sheet: str) -> list[str]:
    senders = [ROLES[role] for role in contract.senders]
    names = {
        "data": data_sheet,
        "example": own_sheet_name("example"),
        "help": own_sheet_name("help"),
        "codes": own_sheet_name("codes"),
    }
    return [
        f"数据表 Feed: {contract.feed}    契约版本 Contract: {contract.version}",
        f"报送单位 Sent by: {'、'.join(s.zh for s in senders)} {', '.join(s.en for s in senders)}",
        f"用途 Purpose: {contract.purpose.zh} {contract.purpose.en}",
        f"每行 One row: {contract.grain.zh} {contract.grain.en}",
        *(f"{n}. {s.zh} {s.en}".format(**names) for n, s in enumerate(_STEPS, start=1)),
    ]


def _table(sheet: Worksheet, row: int, head: Sequence[str], rows: list[tuple[str, ...]], styles: Styles) -> int:
    """Write a table and return the row after it."""
    for column, text in enumerate(head):
        sheet.write_string(row, column, text, styles.head)
    for number, cells in enumerate(rows, start=row + 1):
        # Not every spreadsheet makes room for wrapped text by itself.
        lines = max(-(-(wide(text) + 1) // width) for text, width in zip(cells, _WIDTHS, strict=True))
        sheet.set_row(number, max(lines, 1) * _LINE_HEIGHT)
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text, styles.wrapped)
    return row + 1 + len(rows)


def _mark_required(sheet: Worksheet, contract: Contract, must: Format, *, first: int) -> None:
    for row, field in enumerate(sent_fields(contract), start=first):
        if must_fill(field):
            sheet.write_string(row, 0, f"{field.title.zh}*", must)


def _field_cells(field: Field) -> tuple[str, ...]:
    need, form = need_text(field), form_text(field)
    return (
        field.title.zh,
        f"{field.title.en} ({field.name})",
        f"{need.zh} {need.en}",
        f"{form.zh} {form.en}",
        field.help.zh,
        field.help.en,
        _allowed(field),
        shown_value(field, field.examples[0]) if field.examples else "",
    )


def _allowed(field: Field) -> str:
    choices = choices_of(field)
    if choices is None:
        return ""
    if len(choices.values) <= _SHOWN_WORDS:
        return "；".join(choices.values)
    return f"见“{own_sheet_name('codes')}” See '{own_sheet_name('codes')}'"


def _rule_cells(rule: Rule, contract: Contract) -> tuple[str, ...]:
    effect = severity_text(rule.severity, rule.finding_kind)
    columns = "、".join(contract.fields[name].title.zh for name in rule.fields)
    texts = (rule.message.zh, rule.message.en, rule.hint.zh, rule.hint.en)
    return (rule.code, columns, effect.zh, effect.en, *(text.replace("{value}", "…") for text in texts))
