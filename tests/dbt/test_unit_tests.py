"""Every model with logic of its own has a dbt unit test; what has none stands here with the reason why."""

import json
import re
from typing import Any

import pytest

from tests.dbt.conftest import Warehouse

# One macro, in_force, makes these; stg_enrolment (snapshot) and stg_internship (events) test it.
FEEDS_IN_FORCE = {
    "stg_appointment",
    "stg_certificate",
    "stg_college",
    "stg_destination",
    "stg_enterprise",
    "stg_inspection",
    "stg_job_intention",
    "stg_partnership",
    "stg_subsidy",
    "stg_training_base",
    "stg_training_fund",
    "stg_training_plan",
    "stg_training_record",
    "stg_training_session",
    "stg_vacancy",
}

# Columns of one relation, chosen and at most renamed.
PROJECTIONS = {
    "mart_match_skill",
    "stg_code_accepted_evidence",
    "stg_code_award_tiers",
    "stg_code_bands",
    "stg_code_certificate_skill",
    "stg_code_destination_codes",
    "stg_code_evidence_grades",
    "stg_code_distance_classes",
    "stg_code_entitlements",
    "stg_code_internship_barred_work",
    "stg_code_internship_industries",
    "stg_code_internship_rules",
    "stg_code_graduate_industries",
    "stg_code_industries",
    "stg_code_job_titles",
    "stg_code_major_occupation",
    "stg_code_major_skill",
    "stg_code_majors",
    "stg_code_match_weights",
    "stg_code_occupation_skill",
    "stg_code_regions",
    "stg_code_retirement_ages",
    "stg_code_skill_levels",
    "stg_code_skills",
    "stg_code_thresholds",
    "stg_code_training_costs",
    "stg_code_vocabulary",
    "stg_decision",
    "stg_delivery",
}

# Rows written out from the list of metrics, with nothing to read; test_metric_dictionary.py holds the list.
CONSTANTS = {"int_metric_catalogue", "int_metric_grouping"}

# One macro, metric_cells, makes the cells of a family; those of the other families have unit tests of it.
CELLS = {
    "int_metric_cell_compliance": "int_metric_compliance",
    "int_metric_cell_employed_12": "int_metric_employed_later",
    "int_metric_cell_employed_6": "int_metric_employed_later",
    "int_metric_cell_sustained": "int_metric_sustained",
}

# All families one after the other.
# The same macro for each feed: int_training_record_with_parent has the unit test.
WITH_PARENT = {
    f"int_{feed}_with_parent"
    for feed in (
        "appointment",
        "award",
        "inspection",
        "mentorship",
        "partnership",
        "training_base",
        "training_plan",
        "training_session",
        "workforce",
    )
}
UNIONS = {"int_metric_family_cell"}

# Their rows are compared, all of them, with another way of making them: test_engines, test_plan, test_pool, test_match,
# test_doctor.
COMPARED = {
    "int_doctor_answer",
    "int_doctor_count",
    "int_doctor_exception",
    "int_doctor_group",
    "int_doctor_question",
    "int_doctor_reach",
    "int_match_certificate_kind",
    "int_match_person_skill",
    "int_match_top_kernel",
    "int_plan_certified",
    "int_plan_person",
    "int_plan_recommended",
    "int_plan_wished_occupation",
    "mart_candidate_congestion",
    "mart_plan_certificate",
    "mart_recommended_plan",
    "mart_reserve_talent_pool",
}

_PROJECTION = re.compile(
    r"with (\w+) as \(\s*select \* from \{\{ (?:source|ref)\([^)]*\) \}\}\s*\)\s*"
    r"select\s+\w+(?: as \w+)?(?:,\s+\w+(?: as \w+)?)*\s+from \1\s*"
)


@pytest.fixture(scope="module")
def manifest(warehouse: Warehouse) -> dict[str, Any]:
    path = warehouse.compiled.parents[1] / "manifest.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> dict[str, str]:
    """The SQL of every model by its name."""
    found = {node["name"]: node["raw_code"] for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    assert len(found) > 80
    return found


@pytest.fixture(scope="module")
def tested(manifest: dict[str, Any]) -> set[str]:
    """Models that a unit test, not a disabled one, is about."""
    return {test["model"] for test in manifest["unit_tests"].values()}


def test_a_model_without_a_unit_test_is_listed_with_its_reason(models: dict[str, str], tested: set[str]) -> None:
    listed = FEEDS_IN_FORCE | WITH_PARENT | PROJECTIONS | CONSTANTS | CELLS.keys() | UNIONS | COMPARED
    assert models.keys() - tested == listed


def test_feeds_without_a_unit_test_say_nothing_but_in_force(models: dict[str, str], tested: set[str]) -> None:
    wrong = [name for name in FEEDS_IN_FORCE if models[name] != f"{{{{ in_force('{name.removeprefix('stg_')}') }}}}"]
    assert wrong == []
    assert {"stg_enrolment", "stg_internship"} <= tested


def test_rows_with_parents_without_a_unit_test_say_nothing_but_the_macro(models: dict[str, str]) -> None:
    feeds = {name: name.removeprefix("int_").removesuffix("_with_parent") for name in WITH_PARENT}
    assert [name for name, feed in feeds.items() if models[name] != f"{{{{ rows_with_parent('{feed}') }}}}"] == []


def test_projections_join_filter_and_compute_nothing(models: dict[str, str]) -> None:
    assert [name for name in sorted(PROJECTIONS) if not _PROJECTION.fullmatch(models[name])] == []


def test_constants_read_nothing(models: dict[str, str]) -> None:
    assert [name for name in CONSTANTS if re.search(r"\bfrom\b|\b(ref|source)\(", models[name])] == []


def test_cells_without_a_unit_test_say_nothing_but_the_macro(models: dict[str, str], tested: set[str]) -> None:
    wrong = [name for name, read in CELLS.items() if not _is_cells_of(read, models[name])]
    assert wrong == []
    assert {"int_metric_cell_destination", "int_metric_cell_employment"} & tested


def test_unions_join_filter_and_compute_nothing(models: dict[str, str]) -> None:
    assert [name for name in UNIONS if re.search(r"\b(join|where|group|case)\b", models[name])] == []


def _is_cells_of(read: str, sql: str) -> bool:
    return bool(re.fullmatch(rf"\{{\{{ metric_cells\('\w+', ref\('{read}'\)[^()]*\) \}}\}}\s*", sql))
