"""Changes of a contract are classed by what they mean to senders and readers, and the version must say so."""

import copy
from pathlib import Path
from typing import Any

import pytest

from data_contracts.changes import ChangeClass, changes_of, main, version_fits
from data_contracts.loader import load_contract, load_contracts
from data_contracts.shape import FILES, read_released, shape_of, shapes, write_released

BREAKING, ADDITIVE, WORDING = ChangeClass.BREAKING, ChangeClass.ADDITIVE, ChangeClass.WORDING
BEFORE = shape_of(load_contract("enrolment"))
RULES = BEFORE["rules"]
REFUSING = next(code for code, rule in RULES.items() if rule["severity"] == "error" and rule["finding_kind"] == "data")
WARNING = next(code for code, rule in RULES.items() if rule["severity"] == "warning")


def changed(*path: str, to: Any) -> dict[str, Any]:
    """Return the shape with one value replaced; `to` None removes it."""
    after = copy.deepcopy(BEFORE)
    *above, last = path
    place = after
    for step in above:
        place = place[step]
    if to is None:
        del place[last]
    else:
        place[last] = to
    return after


NEW_FIELD = BEFORE["fields"]["class_name"]
GENDER = "vocabulary gender"
GENDERS = BEFORE["lists"][GENDER]["entries"]
CASES = [
    (changed("fields", "class_name", to=None), BREAKING),
    (changed("fields", "added", to=NEW_FIELD), ADDITIVE),
    (changed("fields", "added", to=NEW_FIELD | {"required": True}), BREAKING),
    (changed("fields", "added", to=NEW_FIELD | {"required": True, "default": "x"}), ADDITIVE),
    (changed("fields", "class_name", "required", to=True), BREAKING),
    (changed("fields", "grade", "required", to=False), ADDITIVE),
    (changed("fields", "class_name", "form", to="integer"), BREAKING),
    (changed("fields", "class_name", "in_vault", to=True), BREAKING),
    (changed("fields", "class_name", "headers", to=["class_name"]), BREAKING),
    (changed("fields", "class_name", "headers", to=[*NEW_FIELD["headers"], "班"]), ADDITIVE),
    (changed("fields", "class_name", "words", to="other"), WORDING),
    (changed("fields", "class_name", "derives", to=["grade"]), ADDITIVE),
    (changed("rules", "ENR-999", to=RULES[REFUSING]), BREAKING),
    (changed("rules", "ENR-999", to=RULES[WARNING]), ADDITIVE),
    (changed("rules", REFUSING, to=None), ADDITIVE),
    (changed("rules", WARNING, "severity", to="error"), BREAKING),
    (changed("rules", REFUSING, "severity", to="warning"), ADDITIVE),
    (changed("rules", REFUSING, "arguments", to={"max": 3}), BREAKING),
    (changed("rules", REFUSING, "words", to="other"), WORDING),
    (changed("primary_key", to=["student_no"]), BREAKING),
    (changed("senders", to=["college"]), BREAKING),
    (changed("senders", to=[*BEFORE["senders"], "enterprise"]), ADDITIVE),
    (changed("words", to="other"), WORDING),
    (changed("fields", "class_name", "fillable", to=False), BREAKING),
    (changed("fields", "class_name", "sheet_name", to=".*"), BREAKING),
    (changed("fields", "major_code", "code_from", to=""), BREAKING),
    (changed("fields", "birth_date", "year_from", to=[]), BREAKING),
    (changed("fields", "class_name", "register_name", to="department"), ADDITIVE),
    (changed("fields", "study_length", "grade_map", to=True), ADDITIVE),
    (changed("fields", "study_length", "money", to=True), ADDITIVE),
    (changed("fields", "class_name", "free_text", to=not NEW_FIELD["free_text"]), BREAKING),
    (changed("lists", GENDER, "entries", to=GENDERS[1:]), BREAKING),
    (changed("lists", GENDER, "entries", to=[*GENDERS, "先生 = male"]), ADDITIVE),
    (changed("lists", GENDER, "entries", to=[entry.replace("= female", "= male") for entry in GENDERS]), BREAKING),
    (changed("lists", GENDER, "rest", to="other"), WORDING),
    (changed("lists", "codes majors", "rest", to="other"), ADDITIVE),
    (changed("limits", "student_min_age", to=[["2020-01-01", "None", "13"]]), BREAKING),
]
FIELD_GONE = changed("fields", "class_name", to=None)
FIELD_ADDED = changed("fields", "added", to=NEW_FIELD)
WORDS_CHANGED = changed("words", to="other")


@pytest.mark.parametrize(("after", "change_class"), CASES)
def test_a_change_is_classed_by_what_it_may_refuse_or_take_away(
    after: dict[str, Any], change_class: ChangeClass
) -> None:
    found = changes_of(BEFORE, after)
    assert found[0].change_class == change_class


def test_nothing_changed_is_no_change() -> None:
    assert changes_of(BEFORE, copy.deepcopy(BEFORE)) == []


@pytest.mark.parametrize(
    ("after", "version", "fits"),
    [
        (FIELD_GONE, "2.0.0", True),
        (FIELD_GONE, "1.1.0", False),
        (FIELD_ADDED, "1.1.0", True),
        (FIELD_ADDED, "1.0.1", False),
        (WORDS_CHANGED, "1.0.1", True),
        (WORDS_CHANGED, "2.0.0", True),
        (WORDS_CHANGED, "1.0.0", False),
        (WORDS_CHANGED, "0.9.0", False),
        (BEFORE, "1.0.0", True),
        (BEFORE, "1.0.1", False),
    ],
)
def test_the_version_must_move_by_as_much_as_the_worst_change(after: dict[str, Any], version: str, fits: bool) -> None:
    old = BEFORE | {"version": "1.0.0"}
    new = after | {"version": version}
    assert version_fits(old, new, changes_of(old, new)) is fits


def test_the_rules_for_every_file_are_released_as_a_feed_is() -> None:
    files = shapes()[FILES]
    code = next(code for code, rule in files["rules"].items() if rule["name"] == "volume_fall")
    after = copy.deepcopy(files)
    after["limits"]["volume_fall_share"] = [["2020-01-01", "None", "0.01"]]
    after["rules"]["FIL-999"] = files["rules"][code]
    assert [(c.change_class, c.place) for c in changes_of(files, after)] == [
        (BREAKING, "FIL-999"),
        (BREAKING, "threshold volume_fall_share"),
    ]


def test_a_shape_holds_every_limit_that_a_rule_applies_and_every_list_it_reads() -> None:
    found = shapes()
    assert {"interns_per_mentor", "intern_pay_share", "safety_pass_score"} <= set(found["internship"]["limits"])
    assert {"employer_share_max", "employer_share_min_graduates"} <= set(found["destination"]["limits"])
    assert "codes award_promotions" in found["award"]["lists"]
    assert {"vocabulary liability_insurance_words", "vocabulary yes_no"} <= set(found["internship"]["lists"])


def test_the_release_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    found = shapes()
    assert set(found) == {*load_contracts(), FILES}
    write_released(found, tmp_path / "released.json")
    assert read_released(tmp_path / "released.json") == found


def test_every_released_contract_is_there_and_its_version_says_what_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert read_released()
    assert main(["--check"]) == 0, capsys.readouterr().out
