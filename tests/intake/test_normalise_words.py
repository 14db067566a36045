"""Words that stand for codes, lists, regions by name; and that canonical text stays as it is."""

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_contracts.checks.forms import CANONICAL, LIST_SEPARATOR, form_fails, text_column, typed_value
from data_contracts.code_tables import code_table, labels
from data_contracts.loader import load_contract, load_contracts
from data_contracts.model import Field
from pipelines.intake.normalise.columns import normalise_cell
from pipelines.intake.normalise.regions import region_code
from pipelines.intake.normalise.words import split_items
from tests.intake.example_rows import example_frame, normalise_examples

ALL_FIELDS = [(feed, f) for feed, c in load_contracts().items() for f in c.fields.values()]
FIELDS = {f.name: f for _, f in ALL_FIELDS}
assert len(ALL_FIELDS) > 100, "no contracts loaded: wrong directory?"


@pytest.mark.parametrize(
    ("text", "code"),
    [(word, "true") for word in ("是", "√", "1", "Ｙ", "yes", "有")]
    + [(w, "false") for w in ("否", "×", "0", "N", "无", "没有", "不 是")],
)
def test_words_of_yes_and_no_are_booleans_and_wu_means_no_here(text: str, code: str) -> None:
    assert normalise_cell(text, FIELDS["accommodation"])[0] == code


@pytest.mark.parametrize("text", ["也许", "是否", "2"])
def test_an_unknown_answer_is_not_made_an_answer(text: str) -> None:
    assert normalise_cell(text, FIELDS["accommodation"]) == (text, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("男", "male"), ("女性", "female"), ("1", "male"), ("2", "female"), ("Ｍ", "male"), ("female", "female")],
)
def test_choices_become_codes(text: str, code: str) -> None:
    assert normalise_cell(text, FIELDS["gender"])[0] == code


def test_every_label_of_every_choice_is_its_code() -> None:
    choices = [f for _, f in ALL_FIELDS if f.form == "choice"]
    assert choices
    for item in choices:
        for code, text in labels(item.vocabulary or item.name).items():
            assert {normalise_cell(word, item)[0] for word in (code, text.en, text.zh)} == {code}, item.name


@pytest.mark.parametrize(("text", "rank"), [("5", "5"), ("中级工", "4"), ("高级技师", "7")])
def test_levels_become_rungs_of_the_ladder(text: str, rank: str) -> None:
    known = {labels("ladder_rank")[code].zh: code for code in labels("ladder_rank")}
    assert normalise_cell(text, FIELDS["min_skill_level"])[0] == known.get(text, rank)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("电工证、焊工证；普通话二甲", ["电工证", "焊工证", "普通话二甲"]),
        ("a,b，c;d/e|f\ng", list("abcdefg")),
        ("焊工（电焊、气焊）、钳工", ["焊工（电焊、气焊）", "钳工"]),
        ("x(a,b)[c,d]【e、f】,y", ["x(a,b)[c,d]【e、f】", "y"]),
        (" 甲 、、 乙 ", ["甲", "乙"]),
        ("单个", ["单个"]),
        ("", []),
        ("/", []),
    ],
)
def test_lists_are_split_outside_brackets(text: str, items: list[str]) -> None:
    assert split_items(text) == items


def test_items_become_codes_once_each_and_keep_what_stands_in_brackets() -> None:
    assert normalise_cell("高处作业、高处作业", FIELDS["hazard_flags"])[0] == "height"
    cell, _ = normalise_cell("特种作业操作证（低压电工作业）、未知证", FIELDS["certificate_required"])
    assert cell == f"special_operation(低压电工作业){LIST_SEPARATOR}未知证"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("山东济南", "370100"),
        ("山东省济南市", "370100"),
        ("济南市历下区", "370102"),
        ("济南", "370100"),
        ("山东", "370000"),
        ("山东省-济南市", "370100"),
        ("广西", "450000"),
        ("示范省云州市", "990100"),
        ("99", "990000"),
        ("9901", "990100"),
    ],
)
def test_regions_are_known_by_name(text: str, code: str) -> None:
    assert region_code(text) == code
    assert normalise_cell(text, FIELDS["home_region"])[0] == code


@pytest.mark.parametrize("text", ["鼓楼区", "火星", "朝阳区", "某省某市", ""])
def test_a_region_that_is_not_known_for_certain_is_not_guessed(text: str) -> None:
    assert region_code(text) is None


def test_every_province_and_city_is_found_by_its_full_name() -> None:
    table = code_table("regions").filter(pl.col("level") == "province")
    assert table.height > 30
    for code, name in table.select("code", "name_zh").iter_rows():
        assert region_code(name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("460301.0", "460301"),
        ("４６０３０１", "460301"),
        ("460 301", "460301"),
        ("91990000ma9t10005a", "91990000MA9T10005A"),
    ],
)
def test_codes_lose_a_floats_tail_blanks_and_width(text: str, code: str) -> None:
    assert normalise_cell(text, FIELDS["major_code"])[0] == code


@pytest.mark.parametrize("text", ["00123", "2024０１", "A-1"])
def test_a_student_number_keeps_every_sign(text: str) -> None:
    assert normalise_cell(text, FIELDS["student_no"])[0] == text


CELLS = st.one_of(
    st.text(max_size=12),
    st.text("0123456789.,-/万元年月日千k人%()（）、；·:T +E×０１９", max_size=14),
    st.sampled_from(
        ["2024.9", "1.2万", "是", "无", "中级工", "山东济南", "电工证、焊工证", "5k-8k", "10%", "2024/9/1 10:30"]
    ),
)


@settings(max_examples=300)
@given(cell=CELLS, field=st.sampled_from([f for _, f in ALL_FIELDS]))
@example(cell="'\x1e", field=FIELDS["student_no"])
@example(cell="\x1e\x1e", field=FIELDS["name"])
def test_normalising_what_was_normalised_changes_nothing(cell: str, field: Field) -> None:
    once, _ = normalise_cell(cell, field)
    if once is not None:
        assert normalise_cell(once, field) == (once, None)


@settings(max_examples=200)
@given(cell=CELLS, field=st.sampled_from([f for _, f in ALL_FIELDS if f.form in CANONICAL]))
def test_a_cell_of_canonical_look_has_a_value_and_no_other_has_one(cell: str, field: Field) -> None:
    frame = pl.DataFrame(
        {text_column(field.name): [normalise_cell(cell, field)[0]]}, schema={text_column(field.name): pl.String}
    )
    fails, value = frame.select(form_fails(field).alias("fails"), typed_value(field)).row(0)
    empty = frame[text_column(field.name)][0] is None
    assert (value is not None) == (not empty and not fails)


@pytest.mark.parametrize("feed", sorted(load_contracts()))
def test_a_column_is_normalised_as_its_cells_are(feed: str) -> None:
    contract = load_contract(feed)
    cells = {n: f.examples[0] for n, f in contract.fields.items() if f.examples}
    frame = normalise_examples(contract, [{}]).frame
    for name, cell in cells.items():
        assert frame[text_column(name)][0] == normalise_cell(cell, contract.fields[name])[0]
    assert example_frame(contract, [{}]).height == frame.height


def test_full_width_digits_in_a_column_are_read_as_numbers() -> None:
    contract = load_contract("vacancy")
    frame = normalise_examples(contract, [{"openings": "１２", "date_posted": "２０２６-０３-０１"}]).frame
    assert frame[text_column("openings")].to_list() == ["12"]
    assert frame[text_column("date_posted")].to_list() == ["2026-03-01"]
