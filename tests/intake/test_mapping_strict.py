"""A mapping file that cannot mean what it says is refused, naming the file, the place and the cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.intake.mapping import MappingError, load_mapping


def _content() -> dict[str, Any]:
    return {
        "name": "made-up-board",
        "version": "1.0.0",
        "feed": "vacancy",
        "description": {"en": "A made-up board.", "zh": "示范网站。"},
        "fields": {
            "title": {"column": "job"},
            "vacancy_no": {"key_of": ["job", "firm"]},
            "openings": {"constant": "1", "assumed": True},
            "date_posted": {"constant": "2026-03-01", "assumed": True},
            "employment_type": {"constant": "full_time", "assumed": True},
            "work_region": {"column": "place"},
            "status": {"constant": "open"},
        },
        "example": {
            "sender": "91990000MA9T10005A",
            "header": ["job", "firm", "place"],
            "rows": [["钳工", "示范厂", "云州"]],
        },
        "expect": [{"title": "钳工"}],
    }


def _load(tmp_path: Path, content: object, *, feed: str | None = None) -> None:
    path = tmp_path / "board.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    load_mapping(path, feed=feed)


def test_a_complete_mapping_is_read(tmp_path: Path) -> None:
    _load(tmp_path, _content(), feed="vacancy")


FIELD_FAULTS: list[tuple[str, dict[str, object], str]] = [
    ("title", {"column": "job", "constant": "x"}, "fields.title: give exactly one of column, constant, key_of"),
    ("title", {}, "fields.title: give exactly one of column, constant, key_of"),
    ("title", {"colum": "job"}, "fields.title.colum: unknown key; there are column, constant, key_of"),
    ("title", {"constant": "x", "lookup": "job_titles"}, "fields.title: lookup, words and code_map need a column"),
    (
        "title",
        {"column": "job", "lookup": "job_titles", "words": {}},
        "fields.title: give one of lookup, words, code_map, not two",
    ),
    ("title", {"column": "job", "assumed": True}, "fields.title: only a constant can be assumed"),
    ("title", {"column": "job", "words": {"1Ａ": "x", "1a": "y"}}, "fields.title: two words differ only in width"),
    ("openings", {"constant": 1}, "fields.openings.constant: must be text; put it in quotes"),
    ("salary", {"column": "job"}, "fields.salary: vacancy has no such field; it has uscc, employer_name"),
    ("title", {"column": "job", "lookup": "titles"}, "no table 'titles' to look up in; there are job_titles"),
    ("title", {"column": "post"}, "example.header: column 'post' is missing, which a field reads"),
]


def test_a_key_made_of_what_only_the_vault_may_hold_is_refused(tmp_path: Path) -> None:
    content = _content() | {"feed": "award"}
    content["fields"] = {"competition_id": {"key_of": ["firm", " Name"]}, "name": {"column": "name"}}
    said = r"fields\.competition_id: key_of reads ' Name', which name keeps in the vault"
    with pytest.raises(MappingError, match=said):
        _load(tmp_path, content)


@pytest.mark.parametrize(("field", "source", "said"), FIELD_FAULTS, ids=[said for _, _, said in FIELD_FAULTS])
def test_a_wrong_source_is_refused(tmp_path: Path, field: str, source: dict[str, object], said: str) -> None:
    content = _content()
    content["fields"][field] = source
    with pytest.raises(MappingError) as caught:
        _load(tmp_path, content)
    assert str(caught.value).startswith("board.yaml: ")
    assert said in str(caught.value)


FILE_FAULTS: list[tuple[dict[str, object], str]] = [
    ({"field": {}}, "field: unknown key; there are name, version, feed"),
    ({"feed": "postings"}, "feed: no contract for feed 'postings'; there are: "),
    ({"ignored": ["job"]}, "ignored: 'job' is read by a field; take it out"),
    ({"example": None}, "expect: there is no example to test; add one or take expect out / 没有 example"),
    ({"expect": []}, "expect: give one entry for each row of the example"),
    ({"expect": [{"salary": 1}]}, "expect: vacancy has no field 'salary'"),
    (
        {"example": {"sender": "x", "header": ["job", "firm", "place"], "rows": [["钳工"]]}},
        "as many cells as the header",
    ),
]


@pytest.mark.parametrize(("overlay", "said"), FILE_FAULTS, ids=[said for _, said in FILE_FAULTS])
def test_a_wrong_file_is_refused(tmp_path: Path, overlay: dict[str, object], said: str) -> None:
    with pytest.raises(MappingError) as caught:
        _load(tmp_path, _content() | overlay)
    assert str(caught.value).startswith("board.yaml: ")
    assert said in str(caught.value)


def test_a_mapping_need_not_bring_its_own_test(tmp_path: Path) -> None:
    content = _content()
    del content["example"], content["expect"]
    path = tmp_path / "board.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert load_mapping(path).example is None


def test_every_fault_is_said_in_both_languages(tmp_path: Path) -> None:
    faults = [overlay for overlay, _ in (*FILE_FAULTS, *LAYOUT_FAULTS) if "feed" not in overlay]
    for overlay in faults:
        with pytest.raises(MappingError, match=r" / .*[\u4e00-\u9fff]"):
            _load(tmp_path, _content() | overlay)


def test_a_field_that_the_contract_requires_must_be_mapped(tmp_path: Path) -> None:
    content = _content()
    del content["fields"]["work_region"]
    with pytest.raises(MappingError, match=r"board\.yaml: fields\.work_region: vacancy requires it; give it a column"):
        _load(tmp_path, content)


def test_a_mapping_of_another_feed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"board\.yaml: is for vacancy, not enrolment"):
        _load(tmp_path, _content(), feed="enrolment")


@pytest.mark.parametrize("content", [None, [], "text"])
def test_a_file_without_keys_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(MappingError, match=r"board\.yaml: the file: "):
        _load(tmp_path, content)


def test_a_field_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "board.yaml"
    path.write_text("fields:\n  title: {column: job}\n  title: {column: firm}\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"board\.yaml: .*twice.*title"):
        load_mapping(path)


@pytest.mark.parametrize("body", [b"fields: [", "标题".encode("gb18030")], ids=["broken", "not UTF-8"])
def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "board.yaml"
    path.write_bytes(body)
    with pytest.raises(MappingError, match=r"^board\.yaml: "):
        load_mapping(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"^none\.yaml: "):
        load_mapping(tmp_path / "none.yaml")


LAYOUT_FAULTS: list[tuple[dict[str, object], str]] = [
    ({"melt": {"columns": "("}}, "melt.columns: '(' is no pattern"),
    ({"melt": {"columns": "a"}}, "melt: one field must be melted: header and one melted: cell"),
    ({"melt": {"column": "a"}}, "melt.column: unknown key; there are columns"),
    ({"sheets": [{"name": "a", "columns": {"x": "y"}}]}, "sheets 'a': no field reads a column 'x'; take it out"),
    ({"sheets": [{"name": "a"}]}, "example.sheets: no sheet is called like 'a'; show one"),
    ({"header_row": 0}, "header_row: the rows of a sheet are counted from 1"),
    ({"example": {"sender": "x"}}, "example: give header and rows, or sheets"),
]


@pytest.mark.parametrize(("overlay", "said"), LAYOUT_FAULTS, ids=[said for _, said in LAYOUT_FAULTS])
def test_a_wrong_layout_is_refused(tmp_path: Path, overlay: dict[str, object], said: str) -> None:
    with pytest.raises(MappingError) as caught:
        _load(tmp_path, _content() | overlay)
    assert said in str(caught.value)


SOURCE_FAULTS: list[tuple[dict[str, object], str]] = [
    ({"melted": "header"}, "fields.title: nothing is melted; say under melt which columns become rows"),
    ({"column": "job", "by": "-"}, "fields.title: by stands between the columns of joined; take it out"),
    ({"column": "job", "part": "abc"}, "fields.title.part: 'abc' needs one pair of round brackets"),
    ({"constant": "x", "part": "(a)"}, "fields.title: part needs a column to read"),
    ({"column": "job", "otherwise": "x"}, "fields.title: otherwise needs words or a code_map"),
    ({"column": "job", "code_map": "no.csv"}, "fields.title.code_map: no.csv: cannot be opened"),
    ({"column": "job", "code_map": "../board.csv"}, "must lie beside the mapping; give its name alone"),
    ({"column": "job", "code_map": "headless.csv"}, "needs the header word,code and rows of two cells"),
    ({"column": "job", "code_map": "twice.csv"}, "has a word twice"),
    ({"column": "job", "code_map": "gbk.csv"}, "is not a UTF-8 CSV"),
]


@pytest.mark.parametrize(("source", "said"), SOURCE_FAULTS, ids=[said for _, said in SOURCE_FAULTS])
def test_a_source_that_cannot_mean_what_it_says_is_refused(
    tmp_path: Path, source: dict[str, object], said: str
) -> None:
    (tmp_path / "headless.csv").write_text("钳工,a\n", encoding="utf-8")
    (tmp_path / "twice.csv").write_text("word,code\n钳工,a\n钳 工,b\n", encoding="utf-8")
    (tmp_path / "gbk.csv").write_bytes("word,code\n钳工,a\n".encode("gb18030"))
    content = _content()
    content["fields"]["title"] = source
    with pytest.raises(MappingError) as caught:
        _load(tmp_path, content)
    assert said in str(caught.value)


def test_what_the_platform_computes_cannot_be_mapped(tmp_path: Path) -> None:
    content = _content()
    content["fields"]["occupation_confidence"] = {"constant": "10000"}
    with pytest.raises(MappingError, match=r"fields\.occupation_confidence: vacancy has no such field"):
        _load(tmp_path, content)
