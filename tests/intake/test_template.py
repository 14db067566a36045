"""The template of every feed: what it shows passes, what the contract calls bad fails with its rule."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data_contracts.loader import feed_names, load_contract, load_file_rules
from data_contracts.model import Contract, Field, Rule
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.layout.header import header_key, header_names
from pipelines.intake.layout.not_data import is_not_data, own_sheet_name
from pipelines.intake.normalise.words import split_items
from pipelines.intake.report.report import CheckReport
from pipelines.intake.template import DATA_SHEET, template_bytes
from pipelines.intake.template.choices import choices_of
from pipelines.intake.template.validation import INLINE_MOST, MESSAGE_MOST, TITLE_MOST
from pipelines.intake.template.words import sent_fields
from tests.intake.example_rows import example_row, example_sender, judge_examples
from tests.intake.files import write_xlsx

FEEDS = feed_names()
assert len(FEEDS) >= 8, "no contracts loaded: wrong directory?"
RULES = [(feed, rule) for feed in FEEDS for rule in load_contract(feed).rules]
ALL_FIELDS = [(feed, field) for feed in FEEDS for field in sent_fields(load_contract(feed))]
FIELDS = [(feed, field) for feed, field in ALL_FIELDS if (found := choices_of(field)) and found.drops_down]
NUMBER_FORMS = ("integer", "decimal", "year")
CHOICE_KINDS = ("required", "form", "pattern", "length", "allowed", "items_allowed")
EXCEL_INLINE_LIST, EXCEL_FORMULA = 255, 255


@cache
def template(feed: str) -> bytes:
    return template_bytes(load_contract(feed))


@cache
def opened(feed: str) -> Workbook:
    """Return the template as another program reads it; tests that write open their own."""
    return openpyxl.load_workbook(BytesIO(template(feed)))


@cache
def layout(feed: str) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Return the data sheet's header and the example sheet's row, as another program reads them."""
    book = opened(feed)
    header = next(book[DATA_SHEET].iter_rows(min_row=1, max_row=1, values_only=True))
    example = next(book[own_sheet_name("example")].iter_rows(min_row=2, max_row=2, values_only=True))
    return tuple(str(cell) for cell in header), (*example, *[None] * (len(header) - len(example)))


def sent(contract: Contract) -> dict[str, Field]:
    return {field.name: field for field in sent_fields(contract)}


def check(path: Path, contract: Contract) -> CheckReport:
    inspection = Inspection(path, contract.feed, "0" * 64, example_sender(contract), contract.senders[0], "2026-10")
    return inspect_file(inspection)[0]


def typed(field: Field, text: str | None) -> str | float | None:
    """Return what a cell of the template holds when a person types this text: number columns make numbers of it."""
    if text and field.form in NUMBER_FORMS and re.fullmatch(r"-?\d{1,9}(\.\d+)?", text):
        return float(text)
    return text


@pytest.mark.parametrize("feed", FEEDS)
def test_the_example_row_copied_into_the_data_sheet_has_no_finding(feed: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(template(feed)))
    for cell in book[own_sheet_name("example")][2]:
        book[DATA_SHEET].cell(2, cell.column, cell.value)
    book.save(tmp_path / "filled.xlsx")
    report = check(tmp_path / "filled.xlsx", load_contract(feed))
    assert [(f.rule_name, f.column, f.message.en) for f in report.findings] == []
    assert (report.rows_read, report.rows_accepted) == (1, 1)
    own = {r.sheet for r in report.repairs if r.repair == "sheet_not_data"}
    assert own == {name for name in book.sheetnames if name != DATA_SHEET}


@pytest.mark.parametrize("feed", FEEDS)
def test_an_empty_template_has_no_rows(feed: str, tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").write_bytes(template(feed))
    assert [f.rule_name for f in check(tmp_path / "empty.xlsx", load_contract(feed)).findings] == ["file_empty"]


@pytest.mark.parametrize("case", RULES, ids=lambda case: f"{case[1].code}-{case[1].name}")
def test_the_bad_example_typed_into_the_template_fires_exactly_its_rule(case: tuple[str, Rule], tmp_path: Path) -> None:
    feed, rule = case
    contract = load_contract(feed)
    header, _ = layout(feed)
    rows: list[Sequence[str | float | None]] = [header]
    for overlay in rule.bad:
        cells = {**example_row(contract), **overlay}
        rows.append([typed(field, cells[name]) for name, field in sent(contract).items()])
    report = check(write_xlsx(tmp_path / "bad.xlsx", {DATA_SHEET: rows}), contract)
    # A file of one bad row is a file of bad rows alone.
    few = load_file_rules()["key_error_share"].code
    assert {f.rule for f in report.findings} - {few} == {rule.code}


@pytest.mark.parametrize("case", FIELDS, ids=lambda case: f"{case[0]}-{case[1].name}")
def test_every_value_offered_is_allowed(case: tuple[str, Field]) -> None:
    feed, field = case
    choices = choices_of(field)
    assert choices is not None
    contract = load_contract(feed)
    judged = judge_examples(contract, [{field.name: value} for value in choices.values])
    about = {r.code for r in contract.rules if r.fields == (field.name,) and r.kind in CHOICE_KINDS}
    assert [f.message.en for f in judged.findings if f.rule in about] == []


@pytest.mark.parametrize("feed", FEEDS)
def test_the_code_sheet_has_the_codes_of_the_examples(feed: str) -> None:
    for field in sent_fields(load_contract(feed)):
        choices = choices_of(field)
        if choices and field.code_list and field.examples and field.code_list != "skills":
            # Invented places and majors of the examples are in no register.
            known = set(choices.values)
            assert [e for e in split_items(field.examples[0]) if e not in known and not e.startswith("99")] == []


@pytest.mark.parametrize("feed", FEEDS)
def test_every_column_is_known_by_its_heading(feed: str) -> None:
    contract = load_contract(feed)
    header, _ = layout(feed)
    assert [header_names(feed)[header_key(text)] for text in header] == list(sent(contract))
    assert [text.endswith("*") for text in header] == [
        f.name in contract.required_columns for f in sent_fields(contract)
    ]


@pytest.mark.parametrize("feed", FEEDS)
def test_cells_where_numbers_lose_digits_are_text(feed: str) -> None:
    contract = load_contract(feed)
    book = opened(feed)
    sheet = book[DATA_SHEET]
    formats = {column: _column_format(sheet, index) for index, column in enumerate(sent(contract), start=1)}
    expected = {f.name: "General" if f.form in NUMBER_FORMS else "@" for f in sent_fields(contract)}
    assert formats == expected
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("feed", FEEDS)
def test_what_excel_limits_is_within_its_limits(feed: str) -> None:
    contract = load_contract(feed)
    book = opened(feed)
    validations = list(book[DATA_SHEET].data_validations.dataValidation)
    assert len(validations) == len(sent(contract))
    for found, field in zip(validations, sent_fields(contract), strict=True):
        assert len(found.promptTitle) <= TITLE_MOST
        assert len(found.prompt) <= MESSAGE_MOST
        assert len(found.error or "") <= MESSAGE_MOST
        assert field.help.zh in found.prompt
        if found.type == "list" and found.formula1.startswith('"'):
            assert len(found.formula1) - 2 <= INLINE_MOST <= EXCEL_INLINE_LIST
        assert len(found.formula1 or "") <= EXCEL_FORMULA


@pytest.mark.parametrize("feed", FEEDS)
def test_a_list_on_the_code_sheet_is_the_range_its_drop_down_names(feed: str) -> None:
    book = opened(feed)
    fields = sent_fields(load_contract(feed))
    ranges = 0
    for found, field in zip(book[DATA_SHEET].data_validations.dataValidation, fields, strict=True):
        if found.type != "list" or found.formula1.startswith('"'):
            continue
        sheet, cells = found.formula1.rsplit("!", 1)
        shown = [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]
        choices = choices_of(field)
        assert choices is not None
        assert shown == [row[0] for row in choices.rows]
        ranges += 1
    assert ranges > 0 or feed not in ("vacancy", "destination")


@pytest.mark.parametrize("feed", FEEDS)
def test_every_header_carries_its_help_in_both_languages(feed: str) -> None:
    book = opened(feed)
    for cell, field in zip(book[DATA_SHEET][1], sent_fields(load_contract(feed)), strict=True):
        assert cell.comment is not None
        assert field.help.zh in cell.comment.text
        assert field.help.en in cell.comment.text


@pytest.mark.parametrize("feed", FEEDS)
def test_the_help_sheet_tells_every_field_and_rule_and_the_version(feed: str) -> None:
    contract = load_contract(feed)
    book = opened(feed)
    cells = {str(c) for row in book[own_sheet_name("help")].iter_rows(values_only=True) for c in row if c}
    assert {f.help.zh for f in sent_fields(contract)} <= cells
    assert {f.help.en for f in sent_fields(contract)} <= cells
    assert {r.code for r in contract.rules} <= cells
    assert any(contract.version in cell and feed in cell for cell in cells)
    assert book.properties.subject == feed
    assert {p.name: p.value for p in book.custom_doc_props.props} == {
        "feed": feed,
        "contract_version": contract.version,
    }


def test_the_same_contract_gives_the_same_bytes() -> None:
    assert template_bytes(load_contract("vacancy")) == template_bytes(load_contract("vacancy"))


def test_the_template_holds_no_formula_cell_and_no_macro() -> None:
    with zipfile.ZipFile(BytesIO(template("destination"))) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any("<f>" in text or "<f " in text for text in sheets)


@pytest.mark.parametrize("name", ["示例 Example", "示例Example", "问题清单 Findings 2", "说明 help"])
def test_the_platforms_own_sheets_are_known_by_their_whole_name(name: str) -> None:
    assert is_not_data(name)


@pytest.mark.parametrize("name", ["示例", "Example", "示例 Example (2)", "代码", "", "Sheet1", "填报"])
def test_a_sheet_of_another_name_is_data(name: str) -> None:
    assert not is_not_data(name)


def test_a_filled_copy_of_the_example_sheet_is_read(tmp_path: Path) -> None:
    contract = load_contract("enrolment")
    header, example = layout("enrolment")
    row = [cell if isinstance(cell, str | float | None) else str(cell) for cell in example]
    path = write_xlsx(tmp_path / "a.xlsx", {"示例 Example (2)": [header, row], "示例 Example": [header, row]})
    report = check(path, contract)
    assert report.rows_read == 1


def _column_format(sheet: Worksheet, column: int) -> str:
    for found in sheet.column_dimensions.values():
        if found.min <= column <= found.max:
            return str(found.number_format)
    return "General"
