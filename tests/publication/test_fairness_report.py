"""The fairness report: the same in both languages, self-contained, and silent about what is hidden."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
import yaml

from data_contracts.code_tables import code_table
from pipelines.publication import answer_schema as schema
from pipelines.publication.answers_fairness import FAIRNESS, FAIRNESS_COMPONENT
from pipelines.publication.reports.fairness import render_fairness
from pipelines.publication.reports.figures import Edition
from pipelines.publication.reports.words import LANGUAGES, catalogue
from pipelines.publication.sqlite_file import fill, new_sqlite
from tests.publication.test_placement_report import outline

INFO = {
    "edition": "e000001",
    "as_of": "2026-11-22T00:00:00Z",
    "published_at": "2026-11-22T06:00:00Z",
    "threshold.min_denominator_public": "10",
    "threshold.fairness_min_ratio": "0.8",
    "threshold.fairness_min_group_share": "0.02",
}
Row = tuple[object, ...]


def group(attribute: str, code: str, numerator: int | None, denominator: int | None, **other: object) -> Row:
    """A row about the first fifty with plain figures."""
    said = {
        "value": "0.5", "status": "ok", "low": "0.4", "high": "0.6", "reference": 0, "ratio": "0.9", "within": "0.95",
        "verdict": "ok", "reason": "at_least_ratio", **other,
    }  # fmt: skip
    return (
        "top_50", attribute, code, numerator, denominator, said["value"], said["status"], said["low"], said["high"],
        said["reference"], said["ratio"], said["within"], said["value"], said["ratio"], said["verdict"], said["reason"],
    )  # fmt: skip


GROUPS = [
    group("all", "*", 120, 240, ratio=None, within=None, verdict="not_judged", reason="whole"),
    group("college", "3699000001", 1234, 2000),
    group(
        "college", "3699000002", None, None, value=None, low=None, high=None, ratio=None, within=None,
        status="suppressed", verdict=None, reason=None,
    ),
    group("gender", "female", 40, 120, ratio="0.5", within="0.97", verdict="below", reason="beyond_chance"),
    group("gender", "male", 80, 120, reference=1, ratio="1.0", within="1.0", reason="reference"),
    group("gender", "unknown", 2, 3, verdict="not_judged", reason="small_group"),
    group("home_region", "elsewhere", 40, 120, ratio="0.5", within="0.52", verdict="below", reason="beyond_chance"),
    group(
        "tier", "technical", 0, 0, value=None, low=None, high=None, ratio=None, within=None, status="not_available",
        verdict="not_judged", reason="empty_group",
    ),
]  # fmt: skip
LOSSES: list[Row] = [("gender", "female", "skills", 120, 45, "4100.4", "5200.6", "-49509.0", 1)]


def page_of(folder: Path, groups: list[Row], losses: list[Row]) -> dict[str, str]:
    path = folder / "edition.sqlite"
    with new_sqlite(path) as connection:
        for table, rows in (
            (schema.EDITION_INFO, sorted(INFO.items())), (schema.METRIC, []), (schema.METRIC_DEFINITION, []),
            (schema.SUMMARY, []), (schema.COLLEGE, []), (schema.LABEL, []), (FAIRNESS, groups),
            (FAIRNESS_COMPONENT, losses),
        ):  # fmt: skip
            fill(connection, table, rows)
    opened = sqlite3.connect(path)
    opened.row_factory = sqlite3.Row
    pages: dict[str, str] = {language: render_fairness(Edition(opened), language) for language in LANGUAGES}
    opened.close()
    return pages


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return page_of(tmp_path_factory.mktemp("fairness"), GROUPS, LOSSES)


def row_of(page: str, name: str) -> str:
    found = re.search(rf'<tr><th scope="row">{re.escape(name)}</th>(.*?)</tr>', page)
    assert found, name
    return found[1]


def test_languages_have_the_same_structure_and_words(pages: dict[str, str]) -> None:
    assert outline(pages["en"]).tags == outline(pages["zh"]).tags
    english, chinese = (catalogue(language, "fairness") for language in LANGUAGES)
    assert keys(english) == keys(chinese)


def test_pages_load_nothing_from_anywhere(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert all(address.startswith("#") for address in outline(page).addresses)
        assert not re.search(r"https?://|@import|url\((?!#)|<script|<link|<iframe|<object", page)


def test_a_group_below_says_where_to_look(pages: dict[str, str]) -> None:
    assert "2 of 3 comparisons that can be judged are below" in pages["en"]
    assert "可判断的 3 项比较中，有 2 项低于" in pages["zh"]
    majors, within = (re.findall(text, pages["en"]) for text in ("is 0.970: most of the gap", "is 0.520 too: look at"))
    assert (len(majors), len(within)) == (1, 1)
    assert "Skills costs most: 4,100 points beside 5,201." in pages["en"]


def test_rules_small_groups_and_the_question_stand_on_the_page(pages: dict[str, str]) -> None:
    english = ("four-fifths rule", "less than 0.80", "under 2% of the pool", "Counts of 1 to 9", "A question, not a")
    chinese = ("五分之四规则", "0.80 倍", "不足人才库 2%", "1 至 9 人", "是问题，不是结论")
    assert [words for words in english if words not in pages["en"]] == []
    assert [words for words in chinese if words not in pages["zh"]] == []


def test_hidden_empty_and_small_groups_are_shown_as_such(pages: dict[str, str]) -> None:
    hidden = row_of(pages["en"], "3699000002")
    assert hidden.count('<span aria-hidden="true">*</span>') >= 4
    assert hidden.endswith("<td>hidden</td>")
    assert row_of(pages["en"], "technical").endswith("<td>not judged, nobody in the pool</td>")
    assert row_of(pages["en"], "Not known").endswith("<td>not judged, under 2% of the pool</td>")


def test_an_edition_without_lists_says_so(tmp_path: Path) -> None:
    pages = page_of(tmp_path, [], [])
    assert "there is nothing to compare" in pages["en"]
    assert "无可比较" in pages["zh"]


def test_every_reason_of_the_mart_has_words() -> None:
    model = yaml.safe_load(
        (Path(__file__).parents[2] / "dbt_project/models/marts/fairness/fairness.yml").read_text(encoding="utf-8")
    )["models"][0]
    (column,) = (column for column in model["columns"] if column["name"] == "reason")
    reasons = set(column["data_tests"][0]["accepted_values"]["arguments"]["values"])
    for language in LANGUAGES:
        assert reasons | {"hidden"} == set(catalogue(language, "fairness")["reason"])


def test_the_thresholds_of_the_report_are_there() -> None:
    assert {"fairness_min_ratio", "fairness_min_group_share"} <= set(code_table("thresholds")["name"])


def keys(texts: object, place: str = "") -> set[str]:
    if not isinstance(texts, dict):
        return {place}
    return {key for name, inner in texts.items() for key in keys(inner, f"{place}.{name}")}
