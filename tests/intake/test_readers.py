"""From bytes to text cells: every format and encoding people send, and what is refused and why."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.loader import load_file_rules
from pipelines.intake.read import ERROR, NUMERIC, read_sheets
from pipelines.intake.read.controls import without_controls
from pipelines.intake.report.refusal import FileRefused
from tests.intake.files import Row, csv_bytes, write_csv, write_xlsx
from tests.intake.xls_file import xls_bytes

ROWS: list[Row] = [["姓名", "备注"], ["䶮", "一，二"], ["李四", None]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(FileRefused) as caught:
        read_sheets(path)
    return caught.value.rule_name, caught.value.seen


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_common_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (sheet,) = read_sheets(write_csv(tmp_path / "a.csv", ROWS, encoding=encoding))
    assert sheet.rows == ROWS
    assert sheet.name == ""


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_common_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    (sheet,) = read_sheets(write_csv(tmp_path / "a.csv", ROWS, delimiter=delimiter))
    assert sheet.rows == ROWS


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_commas_inside_cells_do_not_make_a_table_comma_separated(tmp_path: Path, delimiter: str) -> None:
    rows: list[Row] = [["名称", "说明"], ["甲", "a, b, c, d, e"], ["乙", "f, g, h, i"]]
    (sheet,) = read_sheets(write_csv(tmp_path / "a.csv", rows, delimiter=delimiter))
    assert sheet.rows == rows


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.txt", "a"])
def test_a_workbook_behind_any_ending_is_read_as_one(tmp_path: Path, name: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"名册": ROWS})
    (sheet,) = read_sheets(path.rename(tmp_path / name))
    assert (sheet.name, sheet.rows) == ("名册", ROWS)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv"])
def test_an_old_binary_workbook_behind_any_ending_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(xls_bytes([["姓名", "学号"], ["䶮", 12.0]], sheet="名册"))
    (sheet,) = read_sheets(tmp_path / name)
    assert (sheet.name, sheet.rows) == ("名册", [["姓名", "学号"], ["䶮", f"12{NUMERIC}"]])


def test_text_behind_a_workbooks_ending_is_read_as_text(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write_csv(tmp_path / "a.xlsx", ROWS))
    assert sheet.rows == ROWS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><body><h1>1</h1><p>2</p></body></html>", "HTML/XML"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?>", "HTML/XML"),
        (b"{\\rtf1}", "RTF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04 broken", "zip (damaged)"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (OLE, "Excel (damaged)"),
        (b"a,b\n\x00\x00,1", "NUL"),
        (b"a,b\n\xff\xff\xff", "binary"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "名册.xls"
    path.write_bytes(content)
    assert refusal(path) == ("file_format", said)


def test_a_workbook_with_a_password_is_refused_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(4096))
    assert refusal(path)[0] == "file_encrypted"


def zipped(path: Path, names: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}, "xlsm (macros)"),
        ({"word/document.xml": b""}, "Word"),
        ({"照片.png": b"", "说明.pdf": b""}, "zip"),
        ({"content.xml": b"", "META-INF/manifest.xml": b""}, "OpenDocument"),
        ({"xl/workbook.xml": b"no xml"}, "Excel (damaged)"),
    ],
)
def test_an_archive_that_is_no_plain_workbook_is_named(tmp_path: Path, names: dict[str, bytes], said: str) -> None:
    assert refusal(zipped(tmp_path / "a.xlsx", names)) == ("file_format", said)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    # 210 MiB of zeros pack into 0.2 MiB: past 200 times the packed size, counted from one MiB.
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": bytes(210 << 20)})
    assert path.stat().st_size < 1 << 20
    assert refusal(path) == ("processing_limit", "210 MiB")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \r\n", b"\x00" * 100, b",,,\n,,\n", b" , \n\t"])
def test_a_file_without_a_filled_cell_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refusal(path)[0] == "file_empty"


def test_a_workbook_of_blank_cells_is_empty(tmp_path: Path) -> None:
    assert refusal(write_xlsx(tmp_path / "a.xlsx", {"一": [["", " "]], "二": []}))[0] == "file_empty"


@pytest.mark.parametrize("text", ["姓名\n锟斤拷\n", "ÖÐÎÄ,ÐÕÃû\n", "姓名\n\ufffd\n"])
def test_text_that_was_garbled_before_sending_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    assert refusal(path)[0] == "file_mojibake"


def test_numbers_keep_a_mark_and_long_ones_show_that_digits_were_lost(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"一": [[2024.1, 45536, 990000200602280018, "2024.1"]]})
    (sheet,) = read_sheets(path)
    assert sheet.rows == [[f"2024.1{NUMERIC}", f"45536{NUMERIC}", f"9.90000200602280E+17{NUMERIC}", "2024.1"]]


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_are_read_by_the_workbooks_own_calendar(tmp_path: Path, since_1904: bool) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": since_1904}) as book:
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime(0, 0, dt.datetime(2024, 9, 1), style)  # noqa: DTZ001 - a sheet knows no zone
    (sheet,) = read_sheets(tmp_path / "a.xlsx")
    assert sheet.rows == [["2024-09-01"]]


def test_hidden_sheets_rows_and_columns_are_read_and_leading_blanks_keep_their_place(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B3"] = "姓名"
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("隐藏")["A1"] = "学号"
    book["隐藏"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    first, hidden = read_sheets(tmp_path / "a.xlsx")
    assert first.rows[2][1] == "姓名"
    assert len(first.rows) == 3
    assert (hidden.name, hidden.rows) == ("隐藏", [["学号"]])


def test_booleans_and_errors_are_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([True, False, "x"])
    book.save(tmp_path / "a.xlsx")
    assert read_sheets(tmp_path / "a.xlsx")[0].rows == [["TRUE", "FALSE", "x"]]


def test_errors_are_found_wherever_they_stand_in_a_long_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for row in range(30_000):
            sheet.write_string(row, 0, f"{row:060d}")
            sheet.write_formula(row, 1, "=NA()", None, "#N/A" if row % 7 == 0 else "1")
        sheet.write_formula(30_000, 27, "=A1", None, "")
    (sheet,) = read_sheets(tmp_path / "a.xlsx")
    assert [row for row, cells in enumerate(sheet.rows[:30_000]) if cells[1] == f"{ERROR}#N/A"] == list(
        range(0, 30_000, 7)
    )
    assert sheet.rows[30_000][27] == f"{ERROR}=?"


def test_a_formula_that_yields_no_text_is_no_error(tmp_path: Path) -> None:
    part = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    part += b'<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c><c r="B1"><v>7</v></c></row></sheetData></worksheet>'
    (sheet,) = read_sheets(with_part(tmp_path, part))
    assert sheet.rows == [[None, f"7{NUMERIC}"]]


def test_declared_entities_are_refused(tmp_path: Path) -> None:
    part = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'
    assert refusal(with_part(tmp_path, part)) == ("file_format", "XML entities")


def with_part(folder: Path, part: bytes) -> Path:
    """Return a workbook whose only sheet is the given XML."""
    plain = write_xlsx(folder / "plain.xlsx", {"一": [["x"]]})
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(folder / "a.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, part if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return folder / "a.xlsx"


def test_spanned_cells_of_a_web_page_keep_the_columns_in_place(tmp_path: Path) -> None:
    page = "<table><tr><th rowspan=2>a<th colspan=2>b<br>c<tr><td>d<td>e &amp; f<tr><td>1<td>2<td></table>"
    (tmp_path / "a.xls").write_text(page)
    (sheet,) = read_sheets(tmp_path / "a.xls")
    assert sheet.rows == [["a", "b\nc", None], [None, "d", "e & f"], ["1", "2", None]]
    assert sheet.merged == [((0, 0), (1, 0)), ((0, 1), (0, 2))]


def test_a_page_that_claims_endless_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<table><tr>" + "<td colspan=9999>x" * 3 + "</table>")
    assert refusal(tmp_path / "a.xls")[0] == "processing_limit"


def test_a_zip_within_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "b.zip", {"名册.csv": b"a,b"})
    assert refusal(zipped(tmp_path / "a.zip", {"b.zip": inner.read_bytes()})) == ("file_format", "zip (zip)")


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_by_name(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    assert _outcome(path) in {"read", *load_file_rules()}


def _outcome(path: Path) -> str:
    try:
        sheets = read_sheets(path)
    except FileRefused as refused:
        return refused.rule_name
    return "read" if any(cell for sheet in sheets for row in sheet.rows for cell in row) else "nothing read"


@given(
    cells=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufffd\ufeff"), max_size=8),
            min_size=3,
            max_size=3,
        ),
        min_size=2,
        max_size=6,
    )
)
def test_cells_of_a_csv_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    rows = [["姓名", "学号", "备注"], *cells]
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_bytes(csv_bytes(rows))
    signs: Callable[[str], bool] = lambda sign: any(sign in cell for row in cells for cell in row)  # noqa: E731 - short
    if any(map(signs, ("锟斤拷", "烫烫烫", "ÖÐ", "å", "\t", ";", "|", "\n"))):
        return
    assert read_sheets(path)[0].rows == [[without_controls(cell) or None for cell in row] for row in rows]
