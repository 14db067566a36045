"""Made-up enrolment rolls of any size, a tenth of their rows faulty; identity numbers are of region 99 only."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from data_contracts.loader import load_contract

COLLEGE = "4199013845"
Row = list[str]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIRST_BIRTHDAY = dt.date(2004, 1, 1)
_BIRTHDAYS, _ORDERS = 1400, 499
_FAULT_EVERY = 10
_FAULTS: tuple[dict[str, str], ...] = (
    {"name": ""},
    {"tier": "大专班"},
    {"programme_start": "2024-13-45"},
    {"id_number": "990000200602280019"},
    {"major_code": "46030"},
    {"expected_end": "2020-07-01"},
    {"phone": "12345"},
    {"grade": "1890"},
    {"status": "在读中"},
    {"study_length": "12"},
)


def header() -> Row:
    """Return the Chinese column names in contract order."""
    return [item.title.zh for item in load_contract("enrolment").fields.values()]


def rows(count: int) -> Iterator[Row]:
    """Yield `count` rows; every tenth has one fault, by turns."""
    contract = load_contract("enrolment")
    example = {name: item.examples[0] if item.examples else "" for name, item in contract.fields.items()}
    for number in range(count):
        cells = example | _own(number)
        if number % _FAULT_EVERY == 0:
            cells |= _FAULTS[number // _FAULT_EVERY % len(_FAULTS)]
        yield [cells[name] for name in contract.fields]


def write_workbook(path: Path, count: int) -> Path:
    """Write a roll as a workbook of text cells."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([header(), *rows(count)]):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(place, column, cell)
    return path


def write_csv(path: Path, count: int, *, encoding: str = "utf-8") -> Path:
    """Write a roll as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header())
        writer.writerows(rows(count))
    return path


def _own(number: int) -> dict[str, str]:
    born = _FIRST_BIRTHDAY + dt.timedelta(days=number % _BIRTHDAYS)
    order = number // _BIRTHDAYS % _ORDERS
    region = 990000 + number // (_BIRTHDAYS * _ORDERS)
    identity = _identity(f"{region}{born:%Y%m%d}{2 * order + 1:03d}")
    return {
        "student_no": f"2024{number:07d}",
        "id_number": identity,
        "national_student_no": f"G{identity}",
        "birth_date": born.isoformat(),
        "gender": "男",
        "name": "示例生",
        "phone": f"138{number:08d}",
        "email": f"s{number}@example.com",
    }


def _identity(body: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
