import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from data_contracts.code_tables import (
    CODES_DIR,
    CodeTableError,
    code_manifest,
    code_table,
    labels,
    normalise_word,
    vocabulary,
)

TABLES = sorted(code_manifest())
LISTS = code_table("vocabulary").get_column("list").unique(maintain_order=True).to_list()
assert TABLES, "no code tables: wrong directory?"
assert LISTS, "no vocabulary lists: wrong directory?"

FOREIGN_KEYS = [
    ("regions", "parent_code", "regions", "code"),
    ("former_regions", "code", "regions", "code"),
    ("job_titles", "occupation_code", "occupations", "code"),
    ("occupation_names", "occupation_code", "occupations", "code"),
    ("major_occupation", "major_code", "majors", "code"),
    ("major_occupation", "occupation_code", "occupations", "code"),
    ("major_skill", "major_code", "majors", "code"),
    ("major_skill", "skill_code", "skills", "code"),
    ("occupation_skill", "occupation_code", "occupations", "code"),
    ("occupation_skill", "skill_code", "skills", "code"),
    ("certificate_skill", "occupation_code", "occupations", "code"),
    ("certificate_skill", "skill_code", "skills", "code"),
    ("certificate_skill", "min_ladder_rank", "skill_levels", "ladder_rank"),
    ("accepted_evidence", "destination_code", "destination_codes", "code"),
    ("industries", "section", "industries", "code"),
]


def _values(table: str, column: str) -> set[object]:
    return set(code_table(table).get_column(column).drop_nulls())


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_rows_and_each_row_a_source(name: str) -> None:
    frame = code_table(name)
    assert frame.height > 0
    assert frame.columns[-2:] == ["source", "verified_by"]
    assert frame.get_column("source").null_count() == 0


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique_and_filled(name: str) -> None:
    keys = code_table(name).select(code_manifest()[name].key)
    assert keys.n_unique() == keys.height
    assert sum(keys.null_count().row(0)) == 0


@pytest.mark.parametrize("name", TABLES)
def test_every_source_is_explained(name: str) -> None:
    explained = set(re.findall(r"^\| `([^`]+)` \|", (CODES_DIR / "SOURCES.md").read_text("utf-8"), re.MULTILINE))
    used = {code_manifest()[name].source, *_values(name, "source")}
    assert used <= explained, sorted(map(str, used - explained))


def test_every_file_is_declared_small_and_utf8_with_unix_line_ends() -> None:
    files = {path.name: path for path in CODES_DIR.glob("*.csv")}
    assert set(files) == {entry.file for entry in code_manifest().values()}
    for path in files.values():
        content = path.read_bytes()
        assert len(content) < 1_000_000, path.name
        assert b"\r" not in content, path.name
        content.decode("utf-8")


@pytest.mark.parametrize(("table", "column", "parent", "key"), FOREIGN_KEYS)
def test_foreign_keys_hold(table: str, column: str, parent: str, key: str) -> None:
    assert _values(table, column) <= _values(parent, key)


@pytest.mark.parametrize("list_name", [*LISTS, "skills"])
def test_no_word_means_two_codes(list_name: str) -> None:
    words = vocabulary(list_name)
    assert set(words.values()) == set(labels(list_name))


@pytest.mark.parametrize("list_name", [*LISTS, "skills"])
def test_every_code_has_an_english_and_a_chinese_label(list_name: str) -> None:
    for code, label in labels(list_name).items():
        assert label.en, code
        assert label.zh, code
        assert label.en.isascii(), label.en
        assert vocabulary(list_name)[normalise_word(label.zh)] == code


@pytest.mark.parametrize(
    "name",
    ["destination_codes", "industries", "skill_levels", "skills"],
)
def test_named_tables_are_bilingual(name: str) -> None:
    assert code_table(name).select("name_en", "name_zh").null_count().row(0) == (0, 0)


@pytest.mark.parametrize(
    ("list_name", "word", "code"),
    [
        ("yes_no", " 是 ", "yes"),
        ("yes_no", "√", "yes"),
        ("yes_no", "×", "no"),
        ("yes_no", "Ｎ", "no"),
        ("yes_no", "同意", "yes"),
        ("null_words", "——", "null"),
        ("null_words", "n/a", "null"),
        ("gender", "2", "female"),
        ("internship_type", "顶岗实习", "post"),
        ("internship_type", "跟岗", "post"),
        ("education", "中技/中专", "secondary_vocational"),
        ("education", "大专及以上", "higher_vocational"),
        ("education", "不限", "none"),
        ("pay_period", "元/月", "month"),
        ("labour_intensity", "Ⅲ级", "III"),
        ("cert_type", "1＋X证书", "1+X"),
        ("employment_type", "Full Time", "full_time"),
        ("summary_words", "合 计", "total"),
        ("ladder_rank", "高级", "4"),
        ("ladder_rank", "三级/高级工", "4"),
        ("ladder_rank", "国家职业资格三级", "4"),
        ("ladder_rank", "3级", "4"),
        ("ladder_rank", "高级技师", "6"),
        ("ladder_rank", "技师（二级）", "5"),
        ("ladder_rank", "五级", "2"),
        ("ladder_rank", "首席技师", "8"),
        ("skills", "西门子PLC", "skl-plc"),
    ],
)
def test_a_clerks_word_finds_its_code(list_name: str, word: str, code: str) -> None:
    assert vocabulary(list_name)[normalise_word(word)] == code


def test_lists_that_share_a_name_with_a_table_share_its_codes() -> None:
    ranks = {str(rank) for rank in _values("skill_levels", "ladder_rank")}
    assert set(labels("ladder_rank")) == ranks
    assert _values("accepted_evidence", "evidence_type") <= set(labels("evidence_type"))
    assert _values("majors", "tier") <= set(labels("tier"))


def test_regions_have_six_digits_and_a_parent_one_level_up() -> None:
    regions = code_table("regions")
    assert regions.get_column("code").str.contains(r"^\d{6}$").all()
    level = dict(regions.select("code", "level").rows())
    above = {"province": None, "city": "province", "county": "city"}
    for code, parent, own in regions.select("code", "parent_code", "level").rows():
        assert level.get(parent) == above[own], code


def test_the_demo_province_has_its_three_cities() -> None:
    regions = code_table("regions").filter(pl.col("code").str.starts_with("99"))
    cities = regions.filter(pl.col("level") == "city").get_column("code").to_list()
    counties = regions.filter(pl.col("level") == "county").group_by("parent_code").len().sort("parent_code")
    assert cities == ["990100", "990200", "990300"]
    assert counties.get_column("len").to_list() == [6, 4, 3]
    home = code_table("thresholds").filter(pl.col("name") == "home_city").get_column("value").item()
    assert str(int(home)) in cities


def test_occupation_names_carry_no_marker() -> None:
    occupations = code_table("occupations")
    assert not occupations.get_column("name_zh").str.contains(r"[A-Za-z/]").any()
    assert _values("occupations", "marker") == {"L", "S", "LS"}


def test_majors_lie_in_the_category_of_their_tier() -> None:
    offset = {"secondary": 60, "higher": 40, "bachelor": 20}
    for code, tier, class_code, category in (
        code_table("majors").select("code", "tier", "class_code", "category").rows()
    ):
        assert code[:4] == class_code
        assert int(code[:2]) - offset[tier] == category


def test_a_major_reaches_four_to_twelve_occupations_with_a_plausible_affinity() -> None:
    crosswalk = code_table("major_occupation")
    assert crosswalk.get_column("affinity").is_between(1, 10_000).all()
    assert crosswalk.group_by("major_code").len().get_column("len").is_between(4, 12).all()
    levels = code_table("occupations").select(occupation_code="code", level="level")
    assert crosswalk.join(levels, on="occupation_code").get_column("level").is_in([3, 4]).all()


def test_every_occupation_that_a_major_reaches_has_skills_and_an_english_name() -> None:
    reached = _values("major_occupation", "occupation_code")
    skills = code_table("occupation_skill")
    assert reached <= _values("occupation_skill", "occupation_code") == _values("occupation_names", "occupation_code")
    assert skills.group_by("occupation_code").len().get_column("len").is_between(3, 9).all()
    assert skills.get_column("weight").is_between(1, 100).all()


def test_every_major_in_the_crosswalk_has_core_skills_and_one_looked_at_an_english_name() -> None:
    majors = _values("major_occupation", "major_code")
    core = code_table("major_skill")
    assert majors == _values("major_skill", "major_code")
    assert core.group_by("major_code").len().get_column("len").is_between(3, 8).all()
    looked_at = set(code_table("major_occupation").filter(pl.col("method") == "expert_proposal")["major_code"])
    assert code_table("majors").filter(pl.col("code").is_in(looked_at)).get_column("name_en").null_count() == 0


def test_destination_flags_follow_from_group_and_code() -> None:
    unsettled = {"seeking", "not_seeking", "not_graduating"}
    for row in code_table("destination_codes").iter_rows(named=True):
        assert row["is_settled"] == (row["destination_group"] not in unsettled), row["code"]
        assert row["in_denominator"] == (row["destination_group"] != "not_graduating"), row["code"]
        assert row["is_employed"] or not row["is_directly_employed"], row["code"]
    settled = code_table("destination_codes").filter("is_settled").get_column("code")
    assert set(settled) == _values("accepted_evidence", "destination_code")


def test_match_weights_sum_to_one_hundred_under_one_salt() -> None:
    weights = (
        code_table("match_weights").group_by("weights_version").agg(pl.col("weight").sum(), pl.col("salt").n_unique())
    )
    assert weights.select("weight", "salt").rows() == [(100, 1)]


def test_a_threshold_has_one_value_on_a_day() -> None:
    thresholds = code_table("thresholds").sort("name", "valid_from")
    until = pl.col("valid_to").shift(1).over("name")
    overlapping = thresholds.filter(
        pl.col("valid_from").shift(1).over("name").is_not_null() & (until.is_null() | (until >= pl.col("valid_from")))
    )
    assert overlapping.is_empty()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "codes"
    shutil.copytree(CODES_DIR, folder)
    return folder


def _edit(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def _set_cell(row: int, column: int, value: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[row][column] = value

    return change


def _repeat_first(rows: list[list[str]]) -> None:
    rows.append(rows[1])


def _drop_second_column(rows: list[list[str]]) -> None:
    for row in rows:
        del row[1]


def _drop_rows(rows: list[list[str]]) -> None:
    del rows[1:]


def _lengthen_row(rows: list[list[str]]) -> None:
    rows[1].append("surplus")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (_set_cell(0, 1, "pionts"), "pionts", "not declared in the manifest"),
        (_drop_second_column, "points", "missing in file 'award_tiers.csv'"),
        (_set_cell(1, 1, "many"), "points", "'many' in data row 1 is not of type integer"),
        (_set_cell(1, 1, "1.5"), "points", "not of type integer"),
        (_repeat_first, "tier", "occurs more than once"),
        (_set_cell(1, 0, ""), "tier", "empty in a row"),
        (_set_cell(1, 2, ""), "source", "empty in a row"),
        (_drop_rows, None, "has no rows"),
        (_lengthen_row, None, "not a UTF-8 CSV"),
    ],
)
def test_a_faulty_table_is_refused_by_name_and_column(
    copied: Path, change: Callable[[list[list[str]]], None], column: str | None, words: str
) -> None:
    assert code_table("award_tiers", copied).height == code_table("award_tiers").height
    code_table.cache_clear()
    _edit(copied / "award_tiers.csv", change)
    with pytest.raises(CodeTableError, match=re.escape(words)) as caught:
        code_table("award_tiers", copied)
    assert caught.value.table == "award_tiers"
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("thresholds", "value", "0.12345"),
        ("thresholds", "valid_from", "2022-02-30"),
        ("thresholds", "valid_from", "2022/01/01"),
        ("destination_codes", "is_settled", "yes"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(copied: Path, table: str, column: str, value: str) -> None:
    _edit(copied / f"{table}.csv", _set_cell(1, code_table(table).columns.index(column), value))
    with pytest.raises(CodeTableError, match=re.escape(f"'{value}' in data row 1")) as caught:
        code_table(table, copied)
    assert (caught.value.table, caught.value.column) == (table, column)


def test_a_missing_file_is_refused(copied: Path) -> None:
    (copied / "regions.csv").unlink()
    with pytest.raises(CodeTableError, match=r"code table 'regions': file 'regions.csv' is missing"):
        code_table("regions", copied)


def test_a_word_with_two_codes_is_refused(copied: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        next(row for row in rows if row[:2] == ["gender", "female"])[4] += ";男"

    _edit(copied / "vocabulary.csv", change)
    with pytest.raises(CodeTableError, match="'男' of list 'gender' means both 'male' and 'female'"):
        vocabulary("gender", copied)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(CodeTableError, match="code table 'no_such_table': not in the manifest"):
        code_table("no_such_table")
    with pytest.raises(CodeTableError, match="no list 'no_such_list'"):
        labels("no_such_list")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    complete: true\n", "    complete: true\n    colour: red\n", "unknown manifest keys ['colour']"),
        ("    complete: true\n", "", "missing manifest keys ['complete']"),
        ("    complete: true\n", "    complete: maybe\n", "'complete' must be a non-empty bool"),
        ("      points: integer\n", "      points: number\n", "unknown type 'number'"),
        ("    key: [tier]\n", "    key: [level]\n", "column 'level': named in the key but not declared"),
        ("  - name: award_tiers\n", "  - name: regions\n", "declared twice"),
        ("      verified_by: string\n", "", "the last columns must be source, verified_by"),
        ("tables:\n", "tables: &\n", "cannot be read"),
        ("tables:\n", "lists:\n", "must hold one list 'tables'"),
    ],
)
def test_a_faulty_manifest_is_refused(copied: Path, old: str, new: str, words: str) -> None:
    path = copied / "codes.yaml"
    text = path.read_text("utf-8")
    head, start, tail = text.partition("  - name: award_tiers\n")
    whole = (
        head.replace(old, new, 1) + start + tail if old == "tables:\n" else head + (start + tail).replace(old, new, 1)
    )
    assert whole != text
    path.write_text(whole, "utf-8")
    with pytest.raises(CodeTableError, match=re.escape(words)):
        code_manifest(copied)


def test_a_file_that_is_not_utf8_is_refused(copied: Path) -> None:
    path = copied / "award_tiers.csv"
    path.write_bytes(path.read_bytes().replace(b"project", "项目".encode("gb18030"), 1))
    with pytest.raises(CodeTableError, match="is not a UTF-8 CSV"):
        code_table("award_tiers", copied)
