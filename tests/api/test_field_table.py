"""What an enterprise sees of a person, field by field, before and after consent: the table of what may be disclosed.

The table is the contracts' (`data_contracts.disclosure`), held here against the privacy rules written out below, and
every member of every answer is held against the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.introductions.opened import CONTACT_EXAMPLE, Contact
from data_contracts.disclosure import disclosed, opened, shaped
from data_contracts.disclosure_page import main
from data_contracts.loader import load_contracts
from data_contracts.strict import ContractError
from tests.api.conftest import Get
from tests.api.edition_maker import MY_VACANCIES

PEOPLES_FEEDS = ("enrolment", "job_intention", "internship", "certificate", "award", "destination")
"""The feeds with rows about students."""

NEVER = {
    "id_number", "id_type", "national_student_no", "student_no", "gender", "birth_date", "home_region",
    "difficulty_class", "school_tutor_id", "host_mentor_id", "termination_reason", "address", "ethnicity",
    "politics", "health", "disability",
}  # fmt: skip
"""Identity, origin, hardship, gender and age: shown to no enterprise, whatever was consented to."""

ONLY_AFTER = {
    ("enrolment", "name"), ("enrolment", "phone"), ("enrolment", "email"), ("enrolment", "major_name"),
    ("certificate", "certificate_no"), ("internship", "host_name"), ("internship", "post_name"),
    ("award", "competition_name"), ("award", "item"),
}  # fmt: skip
GENERALISED_BEFORE = {
    ("enrolment", "tier"), ("enrolment", "major_code"), ("enrolment", "expected_end"), ("certificate", "level"),
    ("job_intention", "wish_regions"), ("award", "award_tier"), ("internship", "start_date"),
    ("internship", "end_date"),
}  # fmt: skip

ABOUT_NOBODY = {
    "candidate_id", "rank", "score", "status", "vacancy_id", "explanation.en", "explanation.zh", "edition", "next",
    "counts.people", "counts.exact", "counts.text", "note.en", "note.zh", "introduction_id", "state",
}  # fmt: skip
"""Members that no field of a feed is shown in; the explanation puts the components into words."""

TABLE = [(feed, name, one) for feed, fields in disclosed().items() for name, one in fields.items()]
assert len(TABLE) > 20


def told_before() -> set[str]:
    return {member for _, _, one in TABLE for member in one.before}


def document(http: TestClient) -> dict[str, Any]:
    assert isinstance(http.app, FastAPI)
    return http.app.openapi()


def leaves(schemas: dict[str, Any], part: dict[str, Any], path: str = "") -> Iterator[str]:
    """Every member of a schema that has no members of its own, as a path."""
    if "$ref" in part:
        part = schemas[part["$ref"].rsplit("/", 1)[1]]
    inner = [p for p in (*part.get("anyOf", ()), *part.get("allOf", ())) if p.get("type") != "null"]
    if inner:
        for each in inner:
            yield from leaves(schemas, each, path)
    elif "properties" in part:
        for name, member in part["properties"].items():
            yield from leaves(schemas, member, f"{path}.{name}" if path else name)
    elif part.get("type") == "array" and "$ref" in str(part["items"]):
        yield from leaves(schemas, part["items"], path)
    else:
        yield path


@pytest.mark.parametrize("schema", ["Candidate", "PoolMember", "PoolPage", "ExportedCandidate"])
def test_every_member_before_consent_is_in_the_table(http: TestClient, schema: str) -> None:
    schemas = document(http)["components"]["schemas"]
    members = {path.removeprefix("items.") for path in leaves(schemas, schemas[schema])}
    assert "profile.major_class" in members
    allowed = told_before() | ABOUT_NOBODY | {"components"}
    assert members <= allowed, f"in no table: {sorted(members - allowed)}"
    told = {path for path in members if path.startswith("profile.")}
    assert told == {path for path in told_before() if path.startswith("profile.")}


def test_the_components_shown_are_those_of_the_table(get: Get) -> None:
    (first, *_) = get(f"/v1/vacancies/{MY_VACANCIES[0]}/candidates", as_="enterprise").json()["items"]
    assert {f"components.{name}" for name in first["components"]} == {
        path for path in told_before() if path.startswith("components.")
    }
    assert {f"skills.{name}" for name in first["skills"]} == {
        path for path in told_before() if path.startswith("skills.")
    }
    assert set(first) == {"candidate_id", "rank", "score", "components", "skills", "profile", "explanation", "status"}


def test_every_member_after_consent_is_in_the_table_and_the_whole_table_is_there(http: TestClient) -> None:
    schemas = document(http)["components"]["schemas"]
    members = set(leaves(schemas, schemas["Contact"]))
    table = {f"{feed}.{name}" for feed, name, one in TABLE if one.after is not None}
    assert members - table == {"edition", "introduction_id", "candidate_id", "vacancy_id", "state"}
    assert table <= members


@pytest.mark.parametrize("feed", PEOPLES_FEEDS)
def test_every_field_of_a_feed_about_people_is_shown_as_the_privacy_rules_say(feed: str) -> None:
    fields = load_contracts()[feed].fields
    assert fields
    shown = disclosed().get(feed, {})
    for name, field in fields.items():
        one = shown.get(name)
        if name in NEVER or field.classification == "sensitive":
            assert one is None, f"{feed}.{name} is shown"
        elif (feed, name) in ONLY_AFTER:
            assert one is not None
            assert (one.before, one.after is not None) == ((), True)
        elif (feed, name) in GENERALISED_BEFORE:
            assert one is not None
            assert one.before
        if one is not None and field.classification == "personal":
            assert (feed, name) in ONLY_AFTER
        if one is not None and field.in_vault:
            assert not one.before


def test_what_is_never_shown_has_no_member_of_its_name_anywhere(http: TestClient) -> None:
    schemas = document(http)["components"]["schemas"]
    for schema in ("Candidate", "PoolPage", "ExportedCandidate", "Contact", "OwnIntroduction", "Vacancy"):
        names = {part for path in leaves(schemas, schemas[schema]) for part in path.split(".")}
        assert names
        assert not names & NEVER, schema


def test_a_certificate_number_is_masked_and_dates_are_coarse() -> None:
    table = {(feed, name): one.after for feed, name, one in TABLE}
    assert table["certificate", "certificate_no"] == "masked"
    assert table["award", "event_date"] == "year"
    assert table["enrolment", "expected_end"] == "year"
    assert shaped("Y9901000000012345", "masked") == "*************2345"
    assert shaped("12345678", "masked") == "********"
    assert shaped("2026-05-20", "year") == "2026"
    assert shaped("2026-05-20", "month") == "2026-05"
    assert shaped(None, "masked") is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("enrolment: {id_number: {after: full}}", "sensitive"),
        ("enrolment: {phone: {before: [profile.phone]}}", "before consent"),
        ("enrolment: {shoe_size: {after: full}}", "no such field"),
        ("enrolment: {tier: {after: whispered}}", "none of"),
        ("enrolment: {tier: {during: full}}", "can be said"),
        ("horoscope: {tier: {after: full}}", "no feed"),
    ],
)
def test_a_table_that_shows_too_much_is_refused(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "disclosure.yaml"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ContractError, match=words):
        disclosed(path)


def test_the_page_that_shows_the_table_is_up_to_date() -> None:
    assert main(["--check"]) == 0, "run: make generate"


def test_the_example_of_a_contact_has_every_member() -> None:
    Contact.model_validate(CONTACT_EXAMPLE)
    for feed in disclosed():
        example = CONTACT_EXAMPLE.get(feed, {})
        row = example[0] if isinstance(example, list) else example
        assert set(row) == set(opened(feed))
