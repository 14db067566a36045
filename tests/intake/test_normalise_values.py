"""Dates, numbers, identity numbers, phones, names and pay as people write them, to one canonical text."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.loader import load_contracts
from data_contracts.model import Field
from pipelines.intake.normalise.columns import normalise_cell
from pipelines.intake.normalise.pay import read_pay
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.read import NUMERIC

FIELDS: dict[str, Field] = {name: f for c in load_contracts().values() for name, f in c.fields.items()}
DATE, INTEGER, DECIMAL, YEAR = (FIELDS[n] for n in ("programme_start", "openings", "study_length", "grade"))
ID, PHONE, NAME, CODE = (FIELDS[n] for n in ("id_number", "phone", "name", "order_class_uscc"))


def clean(text: str, field: Field) -> str | None:
    return normalise_cell(text, field)[0]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-09-01", "2024-09-01"),
        ("2024/9/1", "2024-09-01"),
        ("2024.9.1", "2024-09-01"),
        ("2024年9月1日", "2024-09-01"),
        ("2024 年 9 月 1 日", "2024-09-01"),
        ("２０２４－０９－０１", "2024-09-01"),
        ("２０２４年９月１日", "2024-09-01"),
        ("20240901", "2024-09-01"),
        ("2024/9/1 0:00:00", "2024-09-01"),
        ("2024/9/1 10:30:00", "2024-09-01"),
        ("2024/9/1 10:30", "2024-09-01"),
        ("2024/9/11 0:30", "2024-09-11"),
        ("2024年9月1日10:30", "2024-09-01"),
        ("2024-09-01 08:00:00", "2024-09-01"),
        ("2024-09-01T08:00:00.000", "2024-09-01"),
        ("2024.9", "2024-09-01"),
        ("2024.10", "2024-10-01"),
        ("2024年9月", "2024-09-01"),
        ("202409", "2024-09-01"),
        ("2024-9", "2024-09-01"),
        ("'2024-09-01", "2024-09-01"),
        ("2024-02-29", "2024-02-29"),
        ("45536", "2024-09-01"),
        (f"45536{NUMERIC}", "2024-09-01"),
        (f"20240901{NUMERIC}", "2024-09-01"),
        (f"202409{NUMERIC}", "2024-09-01"),
        (f"20000{NUMERIC}", "1954-10-03"),
        (f"20249{NUMERIC}", "1955-06-09"),
        ("21000", "1957-06-29"),
        ("60000", "2064-04-08"),
    ],
)
def test_dates_people_write_become_iso(text: str, iso: str) -> None:
    assert clean(text, DATE) == iso


@pytest.mark.parametrize(
    "text",
    [
        f"2024.1{NUMERIC}",
        f"2024.9{NUMERIC}",
        "24.9.1",
        "1900-01-00",
        "2023-02-29",
        "2024-13-01",
        "2024-09-31",
        "19999",
        "60001",
        "20249",
        "２０２４９",
        "20000",
        "9/1/2024",
        "去年九月",
        "#REF!",
    ],
)
def test_dates_that_cannot_be_known_for_certain_stay_as_they_are(text: str) -> None:
    assert clean(text, DATE) == text.removesuffix(NUMERIC)


@pytest.mark.parametrize("text", ["长期", "长期有效", "永久", "/", "-", "无", "暂无", "—"])
def test_no_end_and_null_words_are_an_empty_date(text: str) -> None:
    value, repair = normalise_cell(text, DATE)
    assert value is None
    assert repair in ("open_ended", "null_word")


WRITINGS = (
    "{y:04d}-{m:02d}-{d:02d}",
    "{y:04d}/{m}/{d}",
    "{y:04d}.{m}.{d}",
    "{y:04d}年{m}月{d}日",
    "{y:04d}{m:02d}{d:02d}",
)
CLOCKS = ("", " 0:00:00", " 10:30", " 23:59:59", "  1:05")


@given(
    day=st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
    writing=st.sampled_from(WRITINGS),
    clock=st.sampled_from(CLOCKS),
)
def test_every_writing_of_a_day_is_that_day(day: dt.date, writing: str, clock: str) -> None:
    assert clean(writing.format(y=day.year, m=day.month, d=day.day) + clock, DATE) == day.isoformat()


@given(day=st.dates(dt.date(1954, 10, 3), dt.date(2064, 4, 8)))
def test_every_serial_is_its_day(day: dt.date) -> None:
    assert clean(f"{(day - dt.date(1899, 12, 30)).days}{NUMERIC}", DATE) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("５", "5"),
        ("5.0", "5"),
        ("5人", "5"),
        (f"5{NUMERIC}", "5"),
        ("1,200", "1200"),
        ("1，200", "1200"),
        ("1.2万", "12000"),
        ("1.2万元", "12000"),
        ("￥3000", "3000"),
        ("¥3,000元", "3000"),
        ("3000元/月", "3000"),
        ("-3", "-3"),
        ("0", "0"),
        ("-0", "0"),
    ],
)
def test_integers_lose_their_decoration(text: str, number: str) -> None:
    assert clean(text, INTEGER) == number


@pytest.mark.parametrize(
    "text", ["5.5", "3,5", "1,20", "12,3456", "五", "5-8", "1e5", "9" * 16, "9" * 5000, "--3", "3 以上"]
)
def test_what_is_no_integer_for_certain_stays(text: str) -> None:
    assert clean(text, INTEGER) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"),
        ("3.50", "3.5"),
        ("２．５年", "2.5"),
        ("85%", "85"),
        ("100", "100"),
        ("0.8万", "8000"),
        ("1,234.5", "1234.5"),
    ],
)
def test_decimals_lose_their_decoration(text: str, number: str) -> None:
    assert clean(text, DECIMAL) == number


@pytest.mark.parametrize(
    ("text", "number", "repair"),
    [
        ("12345.678", "12345.68", "amount_rounded"),
        ("1.005", "1.01", "amount_rounded"),
        ("-1.005", "-1.01", "amount_rounded"),
        ("0.0033333万", "33.33", "amount_rounded"),
        ("-0.001", "0", "amount_rounded"),
        ("-0", "0", "number_format"),
        ("-0.00", "0", "number_format"),
        ("0.33335万", "3333.5", "number_format"),
        ("3.500", "3.5", "number_format"),
        ("3.25", "3.25", None),
    ],
)
def test_a_third_decimal_place_is_rounded_half_up_and_said(text: str, number: str, repair: str | None) -> None:
    assert normalise_cell(text, DECIMAL) == (number, repair)


@pytest.mark.parametrize("text", ["优", "缓考", "9" * 30, "1" * 5000, "1.2.3"])
def test_what_is_no_decimal_stays(text: str) -> None:
    assert clean(text, DECIMAL) == text


@given(number=st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_thousands_separators_change_no_number(number: Decimal) -> None:
    value = clean(f"{number:,}", DECIMAL)
    assert value is not None
    assert Decimal(value) == number


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", "2024"),
        ("2024级", "2024"),
        ("2024届", "2024"),
        ("２０２４年", "2024"),
        (f"2024{NUMERIC}", "2024"),
        ("2024.0", "2024"),
    ],
)
def test_years_lose_their_class(text: str, year: str) -> None:
    assert clean(text, YEAR) == year


@pytest.mark.parametrize("text", ["24级", "大一", "20241", "1824"])
def test_what_is_no_year_stays(text: str) -> None:
    assert clean(text, YEAR) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("990000200602280018", "990000200602280018"),
        ("99000020060228001x", "99000020060228001X"),
        ("９９００００２００６０２２８００１Ｘ", "99000020060228001X"),
        ("'990000200602280018", "990000200602280018"),
        ("\ufeff990000 20060228 0018\u200b\t", "990000200602280018"),
        ("990000-20060228-0018", "990000200602280018"),
        ("\u00a0990000200602280018\u00a0", "990000200602280018"),
    ],
)
def test_identity_numbers_lose_signs_nobody_meant(text: str, number: str) -> None:
    assert clean(text, ID) == number


@pytest.mark.parametrize(
    "text",
    ["9.90000200602280E+17", "990000200602280000", "99000020060228001×", "99000020060228OO18", "99000020060228001"],
)
def test_lost_or_doubtful_digits_of_an_identity_number_are_never_guessed(text: str) -> None:
    assert clean(text, ID) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１３８０００００００１", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("13800000001.0", "13800000001"),
        (f"13800000001{NUMERIC}", "13800000001"),
        ("0531-88880000", "0531-88880000"),
    ],
)
def test_phones_are_half_width_without_blanks(text: str, number: str) -> None:
    assert clean(text, PHONE) == number


@pytest.mark.parametrize("dot", "•．‧∙⋅・･.·")
def test_names_have_one_kind_of_middle_dot(dot: str) -> None:
    assert clean(f" 阿卜杜{dot}热合曼　", NAME) == "阿卜杜·热合曼"


@pytest.mark.parametrize("text", ["王①", "Ａｄａ", "J. Smith", "张 三", "䶮㛃", "李\ue000", "ﬁ"])
def test_the_signs_of_a_name_are_never_folded(text: str) -> None:
    assert normalise_cell(text, NAME) == (text, None)


@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=6))
def test_a_name_of_chinese_characters_is_never_changed(text: str) -> None:
    assert normalise_cell(text, NAME)[0] in (text, None)


@pytest.mark.parametrize(
    "text", ["/", "-", "—", "－", "无", "暂无", "NULL", "null", "nan", "N/A", "n/a", "None", "#N/A", "待定", "……"]
)
@pytest.mark.parametrize(
    "field",
    [CODE, INTEGER, DECIMAL, PHONE, NAME, ID, FIELDS["skills"], FIELDS["department"], FIELDS["work_region"]],
    ids=lambda f: f.name,
)
def test_null_words_are_an_empty_cell_in_every_form(text: str, field: Field) -> None:
    assert normalise_cell(text, field) == (None, "null_word")


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b", "'", "\t\n"])
def test_invisible_cells_are_empty_without_a_repair(text: str) -> None:
    assert normalise_cell(text, NAME) == (None, None)


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("5000-8000", (5000, 8000, "month", None, False)),
        ("5000-7000元/月", (5000, 7000, "month", None, False)),
        ("5k-8k", (5000, 8000, "month", None, False)),
        ("5K-8K·13薪", (5000, 8000, "month", 13, False)),
        ("6-8千", (6000, 8000, "month", None, False)),
        ("1-1.5万·13薪", (10000, 15000, "month", 13, False)),
        ("0.8万/月", (8000, 8000, "month", None, False)),
        ("10-15万/年", (100000, 150000, "year", None, False)),
        ("10万/年", (100000, 100000, "year", None, False)),
        ("200元/天", (200, 200, "day", None, False)),
        ("25元/时", (25, 25, "hour", None, False)),
        ("25元/小时", (25, 25, "hour", None, False)),
        ("5千及以下", (None, 5000, "month", None, False)),
        ("8000元以上", (8000, None, "month", None, False)),
        ("５０００～８０００", (5000, 8000, "month", None, False)),
        ("5,000-8,000", (5000, 8000, "month", None, False)),
        ("面议", (None, None, None, None, True)),
    ],
)
def test_pay_is_read_as_bounds_period_and_months(text: str, pay: tuple[object, ...]) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.pay_min, found.pay_max, found.pay_period, found.pay_months, found.pay_negotiable) == pay


@pytest.mark.parametrize("text", ["", "优厚", "8000-5000", "5000+提成", "1" * 5000, "13薪", "5000-8000美元"])
def test_pay_that_cannot_be_read_for_certain_is_none(text: str) -> None:
    assert read_pay(text) is None


@given(
    low=st.integers(1, 99_999), more=st.integers(0, 99_999), period=st.sampled_from(["", "/月", "/年", "/天", "/小时"])
)
def test_a_range_of_plain_amounts_is_read_exactly(low: int, more: int, period: str) -> None:
    found = read_pay(f"{low}-{low + more}元{period}")
    assert found is not None
    assert (found.pay_min, found.pay_max) == (low, low + more)


@pytest.mark.parametrize(
    "personal",
    [
        "13900000001",
        "139 0000 0001",
        "１３９０００００００１",
        "021-55550000",
        "990000200602280018",
        "99000020060228019x",
        "someone@example.com",
    ],
)
def test_personal_patterns_are_taken_out_of_free_text(personal: str) -> None:
    clean, repair = scrub(f"负责数控车床操作，联系{personal}王师傅")
    assert clean == "负责数控车床操作，联系***王师傅"
    assert repair == "free_text_scrubbed"


@pytest.mark.parametrize("text", ["月薪6000-8000元，13薪", "职位编号 20260101-22", "每班12小时，工号1234567"])
def test_other_numbers_stay_in_free_text(text: str) -> None:
    assert scrub(text) == (text, None)
