"""Every public function of every normaliser holds for any text: a new one without a property fails here."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipelines.intake.normalise as package
from data_contracts.checks.forms import CANONICAL, LIST_SEPARATOR, form_fails, text_column, typed
from data_contracts.code_tables import code_table, vocabulary
from data_contracts.loader import load_contract, load_contracts
from data_contracts.model import Contract, Field, Form
from pipelines.intake.normalise import (
    dates,
    derive,
    former_regions,
    gazetteer,
    identity,
    majors,
    numbers,
    pay,
    regions,
    signs,
    two_digit_years,
    words,
)
from pipelines.intake.normalise import scrub as scrubbing
from pipelines.intake.normalise.columns import normalise_cell, normalise_columns
from pipelines.intake.normalise.normalised import unusable_column
from pipelines.intake.read import NUMERIC

CONTRACTS = load_contracts()
FIELDS: dict[str, Field] = {f"{feed}.{f.name}": f for feed, c in CONTRACTS.items() for f in c.fields.values()}
REGIONS = next(f for f in FIELDS.values() if f.code_list == "regions" and f.form == "code")
INDUSTRIES = next(f for f in FIELDS.values() if f.code_list == "industries" and f.form == "code")
SKILLS = next(f for f in FIELDS.values() if f.code_list == "skills" and f.form in ("text_list", "code_list"))
ENROLMENT, VACANCY = CONTRACTS["enrolment"], CONTRACTS["vacancy"]

WORDS = sorted(
    {word for c in CONTRACTS.values() for f in c.fields.values() if f.vocabulary for word in vocabulary(f.vocabulary)}
)
_WRITTEN = (
    "2024 年 月 日 - / . : 5000 8k 万 元 ·13薪 1.5 千 面议 以上 起 山东 济南 市 区 、 ;"
    " ( （ ） ) 护理 X ￥ % 级 13800000000 @ a.cn ' 無"
    " NaN 1e9 １２３ ٣ ² ㈱"
)
PIECES = st.sampled_from([*_WRITTEN.split(" "), "\u200b", "\u3000"])
PEOPLE = st.lists(PIECES, max_size=8).map("".join)
TEXTS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=30), PEOPLE, st.sampled_from(WORDS))
FEW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

Property = Callable[[str], None]


def _settles(function: Callable[[str], tuple[str | None, str | None]], text: str) -> str | None:
    """A second pass changes nothing, and what is changed is said."""
    clean, repair = function(text)
    if clean is not None:
        assert function(clean) in ((clean, None), (clean, repair))
        assert (clean == text) or repair
    return clean


def _has_form(form: Form, clean: str | None, repair: str | None) -> None:
    """What was repaired is canonical."""
    assert repair is None or clean is None or re.search(CANONICAL[form], clean)


def _date(text: str) -> None:
    for numeric in (False, True):
        for since_1904 in (False, True):
            clean, repair = dates.to_date(text, numeric=numeric, since_1904=since_1904)
            _has_form("date", clean, repair)
            if clean is not None:
                assert dates.to_date(clean, numeric=False)[0] == clean


def _number(function: Callable[[str], tuple[str, str | None]], form: Form) -> Property:
    def holds(text: str) -> None:
        clean, repair = function(text)
        assert _settles(function, text) == clean
        if repair:
            Decimal(clean)
            assert function(f" {text} ")[0] == clean
        if repair and len(clean) < 12:
            _has_form(form, clean, repair)

    return holds


def _score(text: str) -> None:
    clean = _settles(numbers.to_score, text)
    assert clean is not None
    assert numbers.to_score(text.translate(WIDE))[0] == clean or clean == text


def _identity(text: str) -> None:
    clean = _settles(identity.to_id_number, text)
    assert clean is not None
    assert identity.to_id_number(clean.translate(WIDE))[0] == identity.to_id_number(clean)[0]


_SPOKEN = {"year": "年", "month": "月", "day": "天", "hour": "小时"}


def _pay(text: str) -> None:
    found = pay.read_pay(text)
    if found is None:
        return
    assert found.pay_negotiable == (found.pay_min is None and found.pay_max is None)
    assert found.pay_min is None or found.pay_max is None or 0 <= found.pay_min <= found.pay_max
    assert found.cells().keys() == {"pay_min", "pay_max", "pay_period", "pay_months", "pay_negotiable"}
    assert pay.read_pay(text.translate(WIDE)) == found
    if found.pay_min is not None and found.pay_max is not None and found.pay_max < 10**8:
        again = pay.read_pay(f"{found.pay_min}-{found.pay_max}元/{_SPOKEN[str(found.pay_period)]}")
        assert again is not None
        assert (again.pay_min, again.pay_max, again.pay_period) == (found.pay_min, found.pay_max, found.pay_period)


def _region(text: str) -> None:
    code = regions.region_code(text)
    if code is not None:
        assert re.fullmatch(r"\d{6}", code)
        assert regions.region_level(code) in ("province", "city", "county")
        assert words.to_code(code, REGIONS)[0] == code


def _named_region(text: str) -> None:
    bare = gazetteer.bare_name(text)
    assert gazetteer.bare_name(bare) == bare
    short = gazetteer.short_name(bare)
    assert bare.startswith(short)
    former = former_regions.former_region(bare)
    assert former is None or former in gazetteer.regions()
    code = regions.region_code(text)
    assert code is None or regions.how_found(text, code)


def _above(text: str) -> None:
    code = sorted(gazetteer.regions())[len(text) * 97 % len(gazetteer.regions())]
    assert all(gazetteer.names_above(code) | {code})


def _scrub(text: str) -> None:
    for personal in ("13800001234", "138 0000 1234", "990000200602280017", "somebody@example.com", "0531-88881234"):
        for written in (personal, personal.translate(WIDE)):
            clean, repair = scrubbing.scrub(f"{text} 联系 {written}，{text}")
            assert repair == "free_text_scrubbed"
            assert written not in clean
            assert scrubbing.scrub(clean)[0] == clean or personal not in clean


def _visible(text: str) -> None:
    assert signs.visible(signs.visible(text)) == signs.visible(text)


def _narrow(text: str) -> None:
    once = signs.narrow(text)
    assert signs.narrow(once) == once
    assert not re.search(r"\s", once)
    assert signs.narrow(text.translate(WIDE)) == once


def _code(text: str) -> None:
    for field in (REGIONS, INDUSTRIES):
        clean, _ = words.to_code(text, field)
        assert words.to_code(clean, field)[0] == clean


def _list(text: str) -> None:
    for field in (SKILLS, *_LISTS):
        clean, _ = words.to_list(text, field)
        if clean is not None:
            assert all(clean.split(LIST_SEPARATOR))
            assert words.to_list(clean, field)[0] == clean


_LISTS = tuple({f.vocabulary: f for f in FIELDS.values() if f.form in ("text_list", "code_list")}.values())


def _cell(text: str) -> None:
    for item in _KINDS:
        for cell in (text, text + NUMERIC):
            clean, repair = normalise_cell(cell, item)
            assert clean != ""
            if clean is not None and repair and item.form in CANONICAL and re.search(CANONICAL[item.form], clean):
                assert normalise_cell(clean, item)[0] == clean


_KINDS = tuple({(f.form, f.vocabulary, f.code_list, f.free_text): f for f in FIELDS.values()}.values())


def _columns(text: str) -> None:
    for contract in (ENROLMENT, VACANCY):
        frame = pl.DataFrame({"sheet": [""], "row_no": [2], **{name: [text] for name in contract.fields}})
        done = normalise_columns(frame, contract, sender="4199013845")
        assert done.frame.height == 1
        assert {text_column(name) for name in contract.fields} <= set(done.frame.columns)
        _typed_agrees(done.frame, contract)


def _typed_agrees(frame: pl.DataFrame, contract: Contract) -> None:
    """A cell that its form does not refuse has a typed value."""
    values = typed(frame, contract)
    for item in contract.fields.values():
        if item.form in CANONICAL and item.form not in ("choice", "ladder_rank"):
            text = frame[text_column(item.name)][0]
            if text is not None and not frame.select(form_fails(item)).item():
                assert values[item.name][0] is not None


def _derive(text: str) -> None:
    item = VACANCY.fields["pay_text"]
    row = {text_column(name): [None] for name in item.derives} | {text_column("pay_text"): [text]}
    frame = pl.DataFrame({"sheet": [""], "row_no": [2], **row}, schema_overrides=dict.fromkeys(row, pl.String))
    done, _ = derive.derive(frame, item)
    assert (done[text_column("pay_negotiable")][0] is None) == (pay.read_pay(text) is None)


def _majors(text: str) -> None:
    code = next(f for f in ENROLMENT.fields.values() if f.code_from)
    columns = ("catalogue_year", "tier", "major_name", "major_direction", code.name)
    row: dict[str, list[str | None]] = {text_column(name): [text] for name in columns[:3]}
    row |= {text_column(name): [None] for name in columns[3:]}
    frame = pl.DataFrame({"sheet": [""], "row_no": [2], **row}, schema_overrides=dict.fromkeys(row, pl.String))
    done, _ = majors.find_majors(frame, code, alone=pl.Series([True]))
    assert done.height == 1


def _remark(text: str) -> None:
    assert majors.split_remark(text) is None or all(majors.split_remark(text) or ())
    for name in ("护理", "会计信息管理"):
        found = majors.split_remark(f"{name}（{text}）")
        assert found is None or found[0] == name


def _short_year(text: str) -> None:
    for item in (f for f in FIELDS.values() if f.year_from):
        for own in (text, "24.9.1"):
            cells = {text_column(item.name): [own]} | {text_column(name): [text] for name in item.year_from}
            frame = pl.DataFrame({"sheet": [""], "row_no": [2], **cells})
            done, repairs = two_digit_years.complete_years(frame, item)
            _has_form("date", done[text_column(item.name)][0], "repaired" if repairs else None)


def _word(text: str) -> None:
    for item in _KINDS:
        if item.form == "choice":
            _settles(lambda cell, item=item: words.to_choice(cell, item.vocabulary or item.name), text)  # type: ignore[misc]  # bound at once
        words.is_known(text, item)


PROPERTIES: dict[str, Property] = {
    "columns.normalise_cell": _cell,
    "columns.normalise_columns": _columns,
    "normalised.unusable_column": lambda text: _differ(unusable_column(text), text),
    "dates.to_date": _date,
    "derive.derive": _derive,
    "former_regions.former_region": _named_region,
    "gazetteer.bare_name": _named_region,
    "gazetteer.names_above": _above,
    "gazetteer.short_name": _named_region,
    "identity.to_email": lambda text: _ignore(_settles(identity.to_email, text)),
    "identity.to_id_number": _identity,
    "identity.to_person_name": lambda text: _ignore(_settles(identity.to_person_name, text)),
    "identity.to_phone": lambda text: _ignore(_settles(identity.to_phone, text)),
    "majors.find_majors": _majors,
    "majors.split_remark": _remark,
    "numbers.to_decimal": _number(numbers.to_decimal, "decimal"),
    "numbers.to_integer": _number(numbers.to_integer, "integer"),
    "numbers.to_score": _score,
    "numbers.to_year": _number(numbers.to_year, "year"),
    "pay.read_pay": _pay,
    "regions.how_found": _named_region,
    "regions.region_code": _region,
    "regions.region_level": _region,
    "scrub.scrub": _scrub,
    "signs.is_null_word": lambda text: _ignore(signs.is_null_word(text), signs.is_null_word(text, form="phone")),
    "signs.narrow": _narrow,
    "signs.visible": _visible,
    "two_digit_years.complete_years": _short_year,
    "words.is_known": _word,
    "words.split_items": lambda text: _all_visible(words.split_items(text)),
    "words.to_boolean": lambda text: _ignore(_settles(words.to_boolean, text)),
    "words.to_choice": _word,
    "words.to_code": _code,
    "words.to_list": _list,
}


def _ignore(*_: object) -> None:
    """What it says is judged elsewhere; here it must say something."""


def _differ(one: str, other: str) -> None:
    assert one != other


def _all_visible(items: list[str]) -> None:
    assert all(items)
    assert items == [signs.visible(item) for item in items]


def test_every_public_function_of_every_normaliser_has_a_property() -> None:
    public = set()
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, value in vars(loaded).items():
            function = inspect.unwrap(value) if callable(value) else None
            own = inspect.isfunction(function) and function.__module__ == loaded.__name__ and not name.startswith("_")
            # What takes nothing is a table.
            if own and inspect.signature(value).parameters:
                public.add(f"{module.name}.{name}")
    assert public == set(PROPERTIES)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_normaliser_holds_for_any_text(name: str) -> None:
    few = 15 if name in ("columns.normalise_columns", "majors.find_majors") else FEW.max_examples

    @settings(FEW, max_examples=few)
    @given(text=TEXTS)
    def run(text: str) -> None:
        PROPERTIES[name](text)

    run()


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1E+999999", "1E+999999999", "sNaN", "-1", "2024.5.5"])
def test_a_year_that_is_no_number_completes_no_date(text: str) -> None:
    _short_year(text)


@pytest.mark.parametrize("sign", ["\x0b", "\x1f", "\u2028", "\x85", "\u200b"])
def test_a_cell_of_signs_that_are_not_seen_is_empty(sign: str) -> None:
    _cell(sign)


@given(amount=st.decimals(-(10**11), 10**11, places=2), grouped=st.booleans())
def test_a_written_number_is_read_as_itself(amount: Decimal, grouped: bool) -> None:
    clean, _ = numbers.to_decimal(f"{amount:,}" if grouped else f"{amount}")
    assert Decimal(clean) == amount


@FEW
@given(code=st.sampled_from(code_table("regions")["code"].to_list()))
def test_the_code_of_a_region_is_itself(code: str) -> None:
    assert words.to_code(code, REGIONS)[0] == code
    assert words.to_code(code.translate(WIDE), REGIONS)[0] == code


def test_contracts_are_there() -> None:
    assert len(FIELDS) > len(load_contract("enrolment").fields) > 0
