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
    ("title", {"constant": "x", "lookup": "job_titles"}, "fields.title: lookup and words need a column"),
    ("title", {"column": "job", "lookup": "job_titles", "words": {}}, "fields.title: give lookup or words, not both"),
    ("title", {"column": "job", "assumed": True}, "fields.title: only a constant can be assumed"),
    ("title", {"column": "job", "words": {"1Ａ": "x", "1a": "y"}}, "fields.title: two words differ only in width"),
    ("openings", {"constant": 1}, "fields.openings.constant: must be text; put it in quotes"),
    ("salary", {"column": "job"}, "fields.salary: vacancy has no such field; it has uscc, employer_name"),
    ("title", {"column": "job", "lookup": "titles"}, "no table 'titles' to look up in; there are job_titles"),
    ("title", {"column": "post"}, "example.header: column 'post' is missing, which a field reads"),
]


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
