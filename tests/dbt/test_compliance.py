"""Breaches of the rules on conduct: each one planted is found, each rule is listed, nobody is named."""

import pytest

from data_contracts.code_tables import code_table
from data_contracts.loader import load_contract
from data_contracts.model import Rule
from tests.dbt.conftest import Warehouse
from tests.dbt.planted import LOST_RULE, conduct_rules
from tests.dbt.raw_files import source_columns

RULES = conduct_rules()
assert len(RULES) > 50, "no rules of conduct: wrong directory?"
REGISTER = code_table("internship_rules").to_dicts()
MARTS = ("mart_internship_compliance", "mart_internship_host", "mart_compliance_breach", "mart_partnership")
PERSONAL = {"person_key", "student_no", "internship_id", "birth_date", "gender", "certificate_key", "pairing_id"}


def test_each_rule_on_conduct_that_is_broken_once_stands_once_in_a_mart(warehouse: Warehouse) -> None:
    expected = sorted((rule.code, rule.severity) for _, rule in RULES)
    planted = warehouse.rows(
        "select rule, severity from marts.mart_internship_compliance where rule not like 'INT-M%' and rule <> ?"
        " union all select rule, severity from marts.mart_compliance_breach order by rule",
        LOST_RULE,
    )
    assert planted == expected


def test_a_breach_stands_with_the_feed_of_its_rule(warehouse: Warehouse) -> None:
    expected = sorted((contract.feed, rule.code) for contract, rule in RULES if contract.feed != "internship")
    assert sorted(warehouse.rows("select feed, rule from marts.mart_compliance_breach")) == expected


def test_only_breaches_of_rows_in_force_reach_the_mart(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select rule, rule_id, institution_code, breaches_of_rule_at_host from marts.mart_internship_compliance"
        " where rule = ? or rule = 'INT-002'",
        LOST_RULE,
    )
    assert rows == [(LOST_RULE, None, "3699000001", 1)]


def test_every_breach_of_an_internship_names_its_rule_of_the_regulation(warehouse: Warehouse) -> None:
    unnamed = warehouse.rows("select distinct rule from marts.mart_internship_compliance where rule_id is null")
    assert unnamed == [(LOST_RULE,)]


def test_the_register_lists_all_rules_of_the_regulation() -> None:
    assert {row["rule_id"] for row in REGISTER} == {f"I{number:02d}" for number in range(1, 23)}


def test_the_register_says_of_the_doors_checks_what_the_contract_says() -> None:
    listed = {
        (row["rule_code"], row["rule_id"].lower(), row["severity"])
        for row in REGISTER
        if row["implemented_by"] == "door"
    }
    checks = [rule for rule in load_contract("internship").rules if rule.finding_kind == "compliance"]
    assert listed == {(rule.code, rule.name.split("_")[0], rule.severity) for rule in checks}


@pytest.mark.parametrize("rule", [r for c, r in RULES if c.feed == "internship"], ids=lambda rule: str(rule.code))
def test_the_register_covers_the_days_of_a_check_and_no_others(rule: Rule) -> None:
    rows = [row for row in REGISTER if row["rule_code"] == rule.code]
    begins, ends = min(row["valid_from"] for row in rows), max(rows, key=lambda row: row["valid_from"])["valid_to"]
    if rule.validity is not None:
        assert (begins, ends) == (rule.validity.first, rule.validity.last)
    else:
        assert ends is None


def test_the_models_judge_by_the_registers_codes(warehouse: Warehouse) -> None:
    by_models = {row["rule_code"] for row in REGISTER if row["implemented_by"] == "model"}
    folder = warehouse.compiled / "models" / "intermediate" / "compliance"
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("int_internship_*.sql"))
    assert by_models
    assert {code for code in by_models if f"'{code}'" in text} == by_models


@pytest.mark.parametrize("mart", MARTS)
def test_no_mart_of_breaches_names_a_person(warehouse: Warehouse, mart: str) -> None:
    columns = {name for (name,) in warehouse.rows("select name from pragma_table_info(?)", f"marts.{mart}")}
    assert columns
    assert columns & PERSONAL == set()


def test_every_feed_that_delivers_is_looked_at(warehouse: Warehouse) -> None:
    path = warehouse.compiled / "models" / "intermediate" / "compliance" / "int_compliance_breach.sql"
    text = path.read_text(encoding="utf-8")
    feeds = set(source_columns("raw")) - {"internship"}
    assert feeds
    assert {feed for feed in feeds if f"findings.feed = '{feed}'" in text} == feeds
