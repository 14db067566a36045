"""Attacks on the scrubbing of free text: a number or address is taken out however it is written, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_contracts.loader import load_contracts
from pipelines.intake.normalise.columns import normalise_cell
from pipelines.intake.normalise.scrub import REMOVED, scrub
from tests.intake.files import id_number

PHONE, LANDLINE, MAIL = "13800000007", "0991-0000007", "s7@example.com"
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "〇壹贰叁肆伍陆柒捌玖")
FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
CIRCLED = str.maketrans({str(n): chr(0x2460 + n - 1) for n in range(1, 10)})
ARABIC = str.maketrans({str(n): chr(0x0660 + n) for n in range(10)})

PHONES = [
    PHONE,
    "138 0000 0007",
    "138-0000-0007",
    "138.0000.0007",
    "138·0000·0007",
    "138/0000/0007",
    "138,0000,0007",
    "138_0000_0007",
    "138\u00a00000\u00a00007",
    "138\u30000000\u30000007",
    "138–0000–0007",
    "138\u200b0000\u200b0007",
    "138\u00ad00000007",
    "(138)00000007",
    " ".join(PHONE),
    "+86 13800000007",
    "86-138-0000-0007",
    "008613800000007",
    "幺三八零零零零零零零七",
    *(PHONE.translate(signs) for signs in (CHINESE, FORMAL, FULL_WIDTH, CIRCLED, ARABIC)),
]
LANDLINES = [LANDLINE, "(0991)0000007", "0991 000 0007", LANDLINE.translate(FULL_WIDTH)]
_ID = id_number(5)
IDENTITIES = [
    _ID,
    _ID[:17] + "x",
    " ".join(_ID),
    f"{_ID[:6]} {_ID[6:14]} {_ID[14:]}",
    f"{_ID[:6]}.{_ID[6:14]}.{_ID[14:]}",
    f"{_ID[:4]} {_ID[4:8]} {_ID[8:12]} {_ID[12:16]} {_ID[16:]}",
    f"{_ID[:6]}\u200b{_ID[6:]}",
    "990000060228001",
    f"{_ID[:6]}-{_ID[6:14]}-{_ID[14:]}".translate(FULL_WIDTH),
    _ID.translate(CHINESE),
]
MAILS = [
    MAIL,
    MAIL.upper(),
    MAIL.translate(FULL_WIDTH),
    "s7 @ example.com",
    "s7[at]example.com",
    "s7(at)example(dot)com",
    "s7＠example。com",
    "s7@example . com",
    "s7@\u200bexample.com",
    "张三@example.com",
]
HARMLESS = [
    "2024-09-01至2026-07-01",
    "2024年9月1日至2026年7月1日",
    "二〇二四年九月一日至二〇二六年七月一日",
    "20240101-20241231",
    "GB/T 4754-2017",
    "3000元至5000元",
    "统一社会信用代码91990000MA0000001A",
    "2023级1班",
    "合同编号2024-000123",
    "1.5 2.5 3.5",
    "一二三四五六七",
    "ISO 9001:2015",
    "100 200 300 400 500",
    "a@b",
    "第一、第二、第三",
    "国家级 SATURATED 123456",
]
FREE_TEXT = [(feed, name) for feed, c in load_contracts().items() for name, f in c.fields.items() if f.free_text]


@pytest.mark.parametrize("attack", PHONES + LANDLINES + IDENTITIES + MAILS)
def test_what_points_at_a_person_is_taken_out_and_the_words_around_it_stay(attack: str) -> None:
    clean, repair = scrub(f"请联系：{attack}，谢谢")
    assert repair == "free_text_scrubbed"
    assert clean.startswith("请联系")
    assert clean.endswith("谢谢")
    assert REMOVED in clean
    assert not any(sign.isnumeric() for sign in clean)
    assert "example" not in clean.lower()


@pytest.mark.parametrize("text", HARMLESS)
def test_dates_codes_and_amounts_stay_as_they_are(text: str) -> None:
    assert scrub(text) == (text, None)


@given(
    number=st.sampled_from([PHONE, _ID]),
    gaps=st.lists(st.sampled_from(["", "", "", " ", "-", ".", "\u3000", "\u200b", "－"]), min_size=18, max_size=18),
    signs=st.sampled_from([{}, FULL_WIDTH, CHINESE, FORMAL, ARABIC]),
)
def test_no_gap_and_no_kind_of_sign_hides_a_number(number: str, gaps: list[str], signs: dict[int, str]) -> None:
    hidden = "".join(digit + gap for digit, gap in zip(number, gaps, strict=False)).translate(signs)
    assert not any(sign.isnumeric() for sign in scrub(f"电话{hidden}转")[0])


@given(st.text())
def test_no_text_breaks_it_and_nothing_is_cut_without_saying_so(text: str) -> None:
    clean, repair = scrub(text)
    assert (clean == text) == (repair is None)


@pytest.mark.parametrize("piece", ["1", "1 ", "a", "a@", "@a", "-.", "138 0000 000 ", "0.", "张", "a.b@c"])
def test_a_very_long_cell_takes_no_longer_than_its_length_asks_for(piece: str) -> None:
    scrub(piece * (200_000 // len(piece)))


@pytest.mark.parametrize(("feed", "name"), FREE_TEXT)
def test_every_free_text_field_of_every_feed_is_scrubbed(feed: str, name: str) -> None:
    item = load_contracts()[feed].fields[name]
    for attack in (PHONES[-4], IDENTITIES[4], MAILS[2]):
        clean, repair = normalise_cell(f"某某 {attack}", item)
        assert repair == "free_text_scrubbed"
        assert clean is None or not any(sign.isnumeric() for sign in clean)
