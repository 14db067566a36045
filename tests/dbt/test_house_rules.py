"""The house rules hold for the whole project, and each check finds a bad miniature."""

import csv
import datetime as dt
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from tests.dbt import city, house_rules
from tests.dbt.conftest import Warehouse
from tests.dbt.house_exceptions import (
    NAMES,
    NOT_A_PERSON,
    PERSON_LEVEL,
    STAGED_FOR_MARTS,
    TYPES,
    WITHOUT_KEY,
)
from tests.dbt.house_rules import Column, DataTest, Model
from tests.dbt.raw_files import PROJECT, ROOT, source_columns

CONTRACTS = ROOT / "data_contracts"
ALLOWED_TYPES = {name: kinds for name, (kinds, _) in TYPES.items()}
OF_A_METRIC = re.compile(r"(.+)_(numerator|denominator|unknown|left_out)")


@pytest.fixture(scope="module")
def manifest(warehouse: Warehouse) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((warehouse.compiled.parents[1] / "manifest.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[Model]:
    found = house_rules.models_of(manifest)
    assert len(found) > 200
    return found


@pytest.fixture(scope="module")
def tests(manifest: dict[str, Any]) -> list[DataTest]:
    found = house_rules.tests_of(manifest)
    assert len(found) > 300
    return found


@pytest.fixture(scope="module")
def columns(warehouse: Warehouse) -> list[Column]:
    rows = warehouse.rows(
        "select table_name, column_name, lower(data_type) from information_schema.columns "
        "where table_schema in ('staging', 'intermediate', 'marts') order by all"
    )
    assert len(rows) > 3000
    return [Column(*row) for row in rows]


@pytest.fixture(scope="module")
def fields() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((CONTRACTS / "fields.yaml").read_text(encoding="utf-8"))[
        "fields"
    ]
    return loaded


@pytest.fixture(scope="module")
def dictionary() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load((PROJECT / "columns.yml").read_text(encoding="utf-8"))["columns"]
    return loaded


def _defined_elsewhere(columns: Sequence[Column]) -> set[str]:
    """Thresholds, and the counts of metrics: their meaning stands beside their definition."""
    with (CONTRACTS / "codes" / "thresholds.csv").open(encoding="utf-8", newline="") as handle:
        thresholds = {row["name"] for row in csv.DictReader(handle)}
    text = (PROJECT / "metrics.yml").read_text(encoding="utf-8")
    counts = {c.name for c in columns if (found := OF_A_METRIC.fullmatch(c.name)) and found[1] in text}
    return thresholds | counts


def test_layers_read_downwards_only(models: list[Model]) -> None:
    assert house_rules.wrong_layers(models, STAGED_FOR_MARTS) == []
    reads = {model.name: model.reads for model in models}
    unused = [(mart, feed) for mart, feeds in STAGED_FOR_MARTS.items() for feed in feeds if feed not in reads[mart]]
    assert unused == []


def test_a_layer_read_upwards_is_found() -> None:
    mart = _model("mart_a", reads=frozenset({"stg_award", "stg_code_regions"}), sources=1)
    below = [_model("stg_award", "staging", reads=frozenset({"mart_a"})), _model("stg_code_regions", "staging")]
    assert house_rules.wrong_layers([mart, *below], {}) == [
        "mart_a reads a source", "mart_a (marts) reads stg_award", "stg_award (staging) reads mart_a",
    ]  # fmt: skip
    assert house_rules.wrong_layers([_model("mart_a"), _model("mart_b", reads=frozenset({"mart_a"}))], {}) != []


def test_a_model_is_named_by_its_layer(models: list[Model]) -> None:
    assert house_rules.wrong_names(models) == []
    assert house_rules.wrong_names([_model("int_a"), _model("mart_a")]) == ["int_a"]


def test_a_description_begins_with_the_grain(models: list[Model]) -> None:
    assert house_rules.without_grain(models) == []
    bad = _model("mart_a", description="Graduates by college.")
    assert house_rules.without_grain([bad, _model("mart_b")]) == ["mart_a"]


def test_a_grain_is_tested_as_unique_at_error(models: list[Model], tests: list[DataTest]) -> None:
    assert sorted(house_rules.without_key(models, tests)) == sorted(WITHOUT_KEY)


def test_a_grain_without_a_test_is_found() -> None:
    pair = [_model("mart_a"), _model("mart_b"), _model("mart_c")]
    keys = [_test(about="mart_a", kind="is_key"), _test(about="mart_b", kind="is_key", severity="warn")]
    assert house_rules.without_key(pair, keys) == ["mart_b", "mart_c"]


def test_no_description_is_cut(models: list[Model]) -> None:
    assert house_rules.cut_descriptions(models) == []
    assert house_rules.cut_descriptions([_model("mart_a", columns={"year": "Year of the end"})]) != []


def test_every_column_is_described(
    models: list[Model], columns: list[Column], fields: dict[str, Any], dictionary: dict[str, dict[str, str]]
) -> None:
    known = fields.keys() | dictionary.keys() | _defined_elsewhere(columns)
    assert house_rules.undescribed(columns, models, known) == []


def test_every_column_of_a_mart_is_described_by_the_mart(models: list[Model], columns: list[Column]) -> None:
    of_marts = [column for column in columns if column.relation.startswith("mart_")]
    assert house_rules.undescribed(of_marts, models, ()) == []


def test_a_column_that_nobody_describes_is_found() -> None:
    column = Column("mart_a", "year", "bigint")
    assert house_rules.undescribed([column], [_model("mart_a")], ()) == ["mart_a.year"]
    assert house_rules.undescribed([column], [_model("mart_a", described=frozenset({"year"}))], ()) == []


def test_the_dictionary_has_no_name_that_is_gone_or_defined_twice(
    columns: list[Column], fields: dict[str, Any], dictionary: dict[str, dict[str, str]]
) -> None:
    assert [name for name in dictionary if name in fields] == []
    assert sorted(dictionary.keys() - {column.name for column in columns}) == []
    assert [name for name, entry in dictionary.items() if set(entry) != {"type", "meaning"}] == []


def test_a_name_has_one_type(columns: list[Column], dictionary: dict[str, dict[str, str]]) -> None:
    declared = {name: entry["type"] for name, entry in dictionary.items()}
    for feed in source_columns("raw").values():
        declared.update(feed)
    assert house_rules.types_that_differ(columns, declared, ALLOWED_TYPES) == []
    kinds: dict[str, set[str]] = {}
    for column in columns:
        kinds.setdefault(column.name, set()).add(column.kind)
    assert [name for name in TYPES if len(kinds.get(name, ())) < 2] == []


def test_a_name_with_two_types_is_found() -> None:
    pair = [Column("int_a", "due", "date"), Column("mart_a", "due", "bigint")]
    assert house_rules.types_that_differ(pair, {}, {}) == ["due: bigint, date"]
    assert house_rules.types_that_differ(pair[:1], {"due": "varchar"}, {}) == ["due: date, varchar"]
    assert house_rules.types_that_differ(pair, {}, {"due": {"bigint", "date"}}) == []


def test_names_keep_the_rubric(columns: list[Column], fields: dict[str, Any]) -> None:
    assert house_rules.badly_named(columns, fields, NAMES) == []
    assert sorted(NAMES.keys() - {column.name for column in columns}) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("is_new", "integer"), ("new", "boolean"), ("issued_on", "varchar"), ("paid", "date"), ("row_count", "integer"),
     ("pass_rate", "bigint"), ("pay", "double"), ("majorClass", "varchar"), ("emp_code", "varchar")],
)  # fmt: skip
def test_a_bad_name_is_found(name: str, kind: str) -> None:
    assert len(house_rules.badly_named([Column("int_a", name, kind)], (), ())) == 1


def test_no_mart_speaks_of_a_person_unless_it_may(columns: list[Column], fields: dict[str, Any]) -> None:
    classified = {name: field["classification"] for name, field in fields.items()}
    assert house_rules.personal_in_marts(columns, classified, PERSON_LEVEL) == []
    there = {(column.relation, column.name) for column in columns}
    assert [(mart, name) for mart, names in PERSON_LEVEL.items() for name in names if (mart, name) not in there] == []


@pytest.mark.parametrize(
    "name", ["birth_date", "home_region", "difficulty_class", "gender", "person_key", "student_no_b"]
)
def test_a_personal_column_of_a_mart_is_found(name: str) -> None:
    bad = [Column("mart_a", name, "varchar"), Column("int_a", name, "varchar")]
    assert house_rules.personal_in_marts(bad, {"birth_date": "personal"}, {}) == [f"mart_a.{name}"]


def test_what_belongs_in_the_vault_is_nowhere(columns: list[Column], fields: dict[str, Any]) -> None:
    vaulted = [name for name, field in fields.items() if field.get("vault")]
    assert "id_number" in vaulted
    assert house_rules.vault_columns(columns, vaulted, NOT_A_PERSON) == []
    assert house_rules.vault_columns([Column("stg_a", "phone", "varchar")], vaulted, ()) == ["stg_a.phone"]


def test_a_warning_says_why_whose_and_until_when(tests: list[DataTest]) -> None:
    assert house_rules.bad_warnings(tests, city.TODAY) == []


def test_an_expired_or_silent_warning_is_found() -> None:
    full = {"why": "w", "owner": "o", "expires": "2026-12-31"}
    warnings = [_test(severity="warn", meta=full), _test("b", severity="warn", meta={"why": "w"})]
    assert house_rules.bad_warnings(warnings, dt.date(2026, 12, 31)) == ["b: without owner, expires"]
    assert house_rules.bad_warnings(warnings[:1], dt.date(2027, 1, 1)) == ["a: expired on 2026-12-31"]


def test_a_singular_test_says_what_why_and_how_to_resolve(tests: list[DataTest]) -> None:
    assert house_rules.silent_singular_tests(tests) == []
    assert house_rules.silent_singular_tests([_test(sql="-- What: a.\n-- Why: b.\nselect 1")]) == ["a"]
    assert house_rules.silent_singular_tests([_test(sql="-- What: a. Why: b.\n-- Resolve: c.\nselect 1")]) == []


def test_every_status_of_a_mart_is_known(models: list[Model], tests: list[DataTest]) -> None:
    assert house_rules.untested_status(models, tests) == []
    bad = _model("mart_a", columns={"status": "ok."})
    assert house_rules.untested_status([bad], [_test(about="mart_a", kind="is_key")]) == ["mart_a"]


def _model(name: str, layer: str = "marts", **other: Any) -> Model:
    values: dict[str, Any] = {"description": "One row per thing.", "reads": frozenset(), "sources": 0} | other
    return Model(name, layer, described=values.pop("described", frozenset()), **values)


def _test(name: str = "a", **other: Any) -> DataTest:
    values: dict[str, Any] = {"kind": "singular", "about": "", "column": "", "severity": "error", "meta": {}} | other
    return DataTest(name, **values)
