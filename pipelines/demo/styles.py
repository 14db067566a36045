"""The ways senders fill in a file: dates, yes and no, digits, empty cells. Where cells go belongs in `layout`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from data_contracts.code_tables import code_table
from pipelines.demo.rows import Choice, Raw, RawNumber, Scalar, Value

Cell = str | float | date | None
DateWay = Literal["cell", "serial", "slash", "compact", "chinese", "iso", "dotted"]
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SERIAL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Style:
    """How one sender writes its files."""

    kind: Literal["xlsx", "gb18030", "utf-8-sig"] = "xlsx"
    dates: DateWay = "iso"
    yes: str = "是"
    no: str = "否"
    titled: bool = False
    grouped: bool = False
    totals: bool = False
    headers: Literal["plain", "starred", "spaced"] = "plain"
    header_choice: int = 0
    word_choice: int = 0
    separator: str = "、"
    empty: str = ""
    month_only: frozenset[str] = frozenset()
    full_width: frozenset[str] = frozenset()
    prefixed: frozenset[str] = frozenset()
    prefix: str = "'"
    numeric: frozenset[str] = frozenset()
    sheets: bool = False


_IDENTITY = frozenset({"id_number", "phone"})
STYLES = (
    Style(dates="cell", titled=True, totals=True),
    Style(dates="serial", yes="√", no="×", titled=True, grouped=True, header_choice=1, word_choice=1),
    Style(kind="gb18030", dates="slash", prefixed=_IDENTITY, header_choice=1, separator="，"),
    Style(
        kind="utf-8-sig",
        dates="compact",
        yes="Y",
        no="N",
        prefixed=_IDENTITY,
        prefix="\t",
        word_choice=1,
        separator=";",
    ),
    Style(
        dates="chinese",
        headers="starred",
        header_choice=2,
        month_only=frozenset({"programme_start"}),
        full_width=frozenset({"major_code", "phone", "expected_end"}),
    ),
    Style(dates="chinese", yes="有", no="无", titled=True, headers="spaced", word_choice=2),
    Style(dates="dotted", sheets=True, header_choice=1, separator="；"),
    Style(dates="slash", empty="/", numeric=frozenset({"major_code", "home_region", "work_region"}), word_choice=1),
)
PLAIN_ENTERPRISE = 7
OFFICE = 8
ENTERPRISE = 9
OWN_STYLES = (*STYLES, Style(dates="cell", titled=True, header_choice=1), Style(dates="slash"))


def cell(value: Value, field: str, style: Style) -> Cell:
    """Write one value as this sender does."""
    return _WRITERS[type(value)](value, field, style)


def _list(values: tuple[Scalar, ...], field: str, style: Style) -> Cell:
    return style.separator.join(str(cell(v, field, style)) for v in values) or None


def _number(value: int | Decimal, _field: str, style: Style) -> Cell:
    return float(value) if style.kind == "xlsx" else str(value)


def _text(text: str, field: str, style: Style) -> Cell:
    if field in style.full_width:
        return text.translate(_FULL_WIDTH)
    if field in style.prefixed:
        return style.prefix + text
    if field in style.numeric and text.isdigit():
        return float(text)
    return text


def _date(day: date, field: str, style: Style) -> Cell:
    if field in style.month_only and day.day == 1:
        return f"{day.year}年{day.month}月"
    if style.dates == "cell":
        return day
    if style.dates == "serial":
        return float((day - _SERIAL_ZERO).days)
    text = {
        "slash": f"{day.year}/{day.month}/{day.day}",
        "compact": f"{day:%Y%m%d}",
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "dotted": f"{day.year}.{day.month}.{day.day}",
    }.get(style.dates, day.isoformat())
    return text.translate(_FULL_WIDTH) if field in style.full_width else text


@cache
def word(choice: Choice, variant: int) -> str:
    """Return a Chinese word for a code: variant 0 its name, further ones its other spellings in turn."""
    spellings = _spellings(choice.list_name)[choice.code]
    return spellings[variant % len(spellings)]


@cache
def _spellings(list_name: str) -> dict[str, tuple[str, ...]]:
    """Collect the Chinese words of each code, without those that also mean an empty cell."""
    rows = code_table("vocabulary").select("list", "code", "name_zh", "words").rows()
    empty = {w for name, _, zh, words in rows if name == "null_words" for w in (zh, *words.split(";"))}
    found: dict[str, tuple[str, ...]] = {}
    for name, code, zh, words in rows:
        if name == list_name:
            candidates = [w.strip() for w in (zh, *(words or "").split(";"))]
            found[code] = tuple(w for w in candidates if w and not w.isascii() and w not in empty)
    return found


_WRITERS: dict[type, Callable[[Any, str, Style], Cell]] = {
    type(None): lambda _value, _field, style: style.empty or None,
    str: _text,
    bool: lambda value, _field, style: style.yes if value else style.no,
    int: _number,
    Decimal: _number,
    date: _date,
    tuple: _list,
    Choice: lambda value, _field, style: word(value, style.word_choice),
    Raw: lambda value, _field, _style: value.text,
    RawNumber: lambda value, _field, _style: value.number,
}
"""How each type of value is written; exact types, since half a million cells pass here."""
