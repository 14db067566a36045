"""Contracts of what goes out: strict reading, and the same columns, types and keys as the models."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from data_contracts.loader import load_contracts
from data_contracts.products import PRODUCTS, Pay, Product, Sum, load_products, read_product
from data_contracts.strict import ContractError

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
Content = dict[str, Any]
NAMES = sorted(load_products())
GROUP_TRAITS = {"age_band", "gender"}
"""Personal where a row is a person; of a group of people they may be part of its key."""
FOR_STEWARDS = {("mart_suspicious_person_pair", "student_no_a"), ("mart_suspicious_person_pair", "student_no_b")}
HOMONYMS = {"due", "seeking"}
"""Columns with one meaning in one model and another in another; none may join them."""

GOOD: Content = {
    "apiVersion": "v3.2.0",
    "kind": "DataContract",
    "id": "talent-reserve-product-mart_small",
    "name": "mart_small",
    "version": "1.0.0",
    "status": "active",
    "description": {"purpose": "How many?", "limitations": "Do not add."},
    "customProperties": [
        {"property": "title", "value": {"en": "Small", "zh": "小表"}},
        {"property": "purposeZh", "value": "多少？"},
        {"property": "grainZh", "value": "每个地区一行。"},
        {"property": "audience", "value": "official"},
        {"property": "people", "value": "staff"},
        {"property": "counts", "value": ["skilled", "others"]},
        {"property": "figures", "value": {"value": ["skilled"]}},
        {"property": "sums", "value": [{"total": "staff", "parts": ["skilled", "others"]}]},
    ],
    "schema": [
        {
            "name": "mart_small",
            "logicalType": "object",
            "properties": [
                {"name": "region_code", "physicalType": "varchar", "primaryKey": True, "primaryKeyPosition": 1},
                {"name": "staff", "physicalType": "bigint"},
                {"name": "skilled", "physicalType": "bigint"},
                {"name": "others", "physicalType": "bigint"},
                {"name": "value", "physicalType": "decimal(18,6)"},
            ],
        }
    ],
}


def set_value(name: str, value: object) -> Callable[[Content], None]:
    """Return a change that gives a custom property another value, or adds it."""

    def change(content: Content) -> None:
        kept = [entry for entry in content["customProperties"] if entry["property"] != name]
        content["customProperties"] = [*kept, {"property": name, "value": value}]

    return change


def without_key(content: Content) -> None:
    for column in content["schema"][0]["properties"]:
        column.pop("primaryKey", None)


def named_otherwise(content: Content) -> None:
    content["name"] = "mart_other"


def with_strange_key(content: Content) -> None:
    content["schema"][0]["properties"][1]["colour"] = "red"


def without_columns(content: Content) -> None:
    content["schema"][0]["properties"] = []


def read(folder: Path, content: Content) -> Product:
    path = folder / "mart_small.odcs.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return read_product(path)


def test_a_product_is_read_as_it_is_written(tmp_path: Path) -> None:
    product = read(tmp_path, GOOD)
    assert (product.name, product.audience, product.key) == ("mart_small", "official", ("region_code",))
    assert product.people_columns == ("staff", "skilled", "others")
    assert product.figures == {"value": ("skilled",)}
    assert product.sums == (Sum("staff", ("skilled", "others")),)
    assert product.pay is None
    assert product.hides


def test_a_product_of_pay_names_people_employers_and_the_largest(tmp_path: Path) -> None:
    content = copy.deepcopy(GOOD)
    set_value("pay", {"people": "staff", "employers": "others", "topEmployer": "skilled", "columns": ["value"]})(
        content
    )
    assert read(tmp_path, content).pay == Pay("staff", "others", "skilled", ("value",))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (set_value("audience", "everybody"), "audience 'everybody' is none of official, platform, restricted"),
        (set_value("counts", ["skilled", "others", "ghosts"]), "no column ghosts"),
        (set_value("people", "ghosts"), "no column ghosts"),
        (set_value("withheld", ["ghosts"]), "no column ghosts"),
        (set_value("overall", {"ghosts": "all"}), "no column ghosts"),
        (set_value("figures", {"value": ["region_code"]}), "not among the counts: region_code"),
        (set_value("sums", [{"total": "staff", "parts": ["value"]}]), "not among the counts: value"),
        (set_value("pay", {"people": "staff"}), "pay names columns, employers, people, topEmployer and nothing else"),
        (set_value("compared", {"columns": ["value"]}), "compared names columns, reference, within and nothing else"),
        (
            set_value("compared", {"columns": ["ghosts"], "within": [], "reference": "region_code"}),
            "no column ghosts",
        ),
        (set_value("colour", "red"), "unknown custom properties: colour"),
        (set_value("title", {"en": "Small"}), "title: a text in English and Chinese is needed"),
        (without_key, "no column is part of the key"),
        (named_otherwise, "the contract is named mart_other"),
        (with_strange_key, "unknown keys: colour"),
        (without_columns, "exactly one schema object with properties is expected"),
    ],
)
def test_a_bad_product_is_refused_by_name(tmp_path: Path, change: Callable[[Content], None], complaint: str) -> None:
    content = copy.deepcopy(GOOD)
    change(content)
    with pytest.raises(ContractError) as refused:
        read(tmp_path, content)
    assert complaint in str(refused.value)
    assert "mart_small.odcs.yaml" in str(refused.value)


def test_every_mart_has_a_contract_and_every_contract_a_mart() -> None:
    assert len(NAMES) > 40
    assert set(NAMES) == set(models())


@pytest.mark.parametrize("name", NAMES)
def test_columns_types_and_key_are_those_of_the_model(name: str) -> None:
    product, model = load_products()[name], models()[name]
    assert list(product.columns.items()) == [(column["name"], column["data_type"]) for column in model["columns"]]
    assert set(product.key) in keys_of(model)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_personal_leaves_with_a_table_of_groups(name: str) -> None:
    product = load_products()[name]
    personal = {
        item.name for c in load_contracts().values() for item in c.fields.values() if item.classification != "public"
    }
    assert "student_no" in personal
    found = {column for column in product.columns if column.removesuffix("_a").removesuffix("_b") in personal}
    of_groups = found & GROUP_TRAITS & set(product.key)
    for_stewards = {column for table, column in FOR_STEWARDS if table == name and product.audience == "restricted"}
    assert found <= of_groups | for_stewards
    if any(column.startswith("person_key") for column in product.columns):
        assert product.person_level
        assert product.audience != "official"


def test_a_column_has_one_chinese_name_wherever_it_stands() -> None:
    names: dict[str, set[str]] = {}
    for content in contents().values():
        for column in content["schema"][0]["properties"]:
            assert column["businessName"]
            assert column["description"]
            names.setdefault(column["name"], set()).add(column["businessName"])
    assert {name for name, said in names.items() if len(said) > 1} == HOMONYMS


def test_a_contract_says_what_its_table_asks_and_how_not_to_read_it() -> None:
    for name, content in contents().items():
        assert "?" in content["description"]["purpose"], name
        assert content["description"]["limitations"], name
        assert content["schema"][0]["dataGranularityDescription"].startswith("One row"), name


@cache
def contents() -> dict[str, Content]:
    return {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PRODUCTS.glob("*.odcs.yaml")}


@cache
def models() -> dict[str, Content]:
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(MARTS.rglob("*.yml"))]
    return {model["name"]: model for content in files for model in content.get("models", [])}


def keys_of(model: Content) -> list[set[str]]:
    tests = [entry["is_key"] for entry in model["data_tests"] if "is_key" in entry]
    return [set(test["arguments"]["columns"]) for test in tests]
