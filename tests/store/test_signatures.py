"""Signatures stay as they were given, and only what is as published and says nothing of single people is signed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.store.editions import EditionError
from pipelines.store.landing import file_sha256
from pipelines.store.ledger import Signature
from pipelines.store.platform import Platform
from pipelines.store.signing import Signer, SigningError, sign_report

NOW = datetime(2026, 10, 15, 8, tzinfo=UTC)
BOTH_ENGINES = True
LI = Signer("李局长", "official")


@pytest.fixture
def edition(platform: Platform) -> Path:
    """A published edition with a report in two languages, a table of figures and one of people."""
    folder = platform.paths.editions / "e000001"
    files = (
        "reports/placement.en.html",
        "reports/placement.zh.html",
        "tables/mart_year_plan.parquet",
        "tables/people.parquet",
    )
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    listed = [{"name": name, "sha256": file_sha256(folder / name)} for name in files]
    manifest = {
        "as_of": "2026-10-15T00:00:00Z",
        "published_at": "2026-10-15T01:00:00Z",
        "reports": listed[:2],
        "tables": [{**listed[2], "person_level": False}, {**listed[3], "person_level": True}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_every_language_of_a_report_is_signed_with_its_hash(platform: Platform, edition: Path) -> None:
    signed = sign_report(platform, "e000001", "placement", LI, at=NOW)
    assert platform.ledger.signatures.of_edition("e000001") == signed
    assert [(s.file, s.sha256) for s in signed] == [
        (name, file_sha256(edition / name)) for name in ("reports/placement.en.html", "reports/placement.zh.html")
    ]
    assert {(s.report, s.signed_by, s.role, s.signed_at) for s in signed} == {("placement", "李局长", "official", NOW)}
    assert platform.ledger.signatures.signed_editions() == {"e000001"}


@pytest.mark.usefixtures("edition")
def test_a_table_of_figures_is_signed_by_its_name_and_by_several_people(platform: Platform) -> None:
    sign_report(platform, "e000001", "mart_year_plan", LI, at=NOW)
    sign_report(platform, "e000001", "mart_year_plan", Signer("Wang", "steward"), at=NOW)
    assert [s.signed_by for s in platform.ledger.signatures.of_edition("e000001")] == ["李局长", "Wang"]


@pytest.mark.usefixtures("edition")
def test_nobody_signs_a_report_twice(platform: Platform) -> None:
    sign_report(platform, "e000001", "placement", LI, at=NOW)
    with pytest.raises(SigningError, match="has signed placement of e000001 before"):
        sign_report(platform, "e000001", "placement", LI, at=NOW)
    assert len(platform.ledger.signatures.of_edition("e000001")) == 2


def test_a_file_that_is_not_as_published_is_not_signed(platform: Platform, edition: Path) -> None:
    (edition / "reports" / "placement.zh.html").write_text("something else", encoding="utf-8")
    with pytest.raises(SigningError, match=r"placement\.zh\.html is not as published"):
        sign_report(platform, "e000001", "placement", LI, at=NOW)
    assert platform.ledger.signatures.of_edition("e000001") == []


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("edition_name", "report", "message"),
    [
        ("e000001", "people", "holds single persons"),
        ("e000001", "nonsense", "only mart_year_plan, placement"),
        ("e000002", "placement", "is not published"),
    ],
)
def test_what_cannot_be_signed_says_why(platform: Platform, edition_name: str, report: str, message: str) -> None:
    with pytest.raises(SigningError, match=message):
        sign_report(platform, edition_name, report, LI, at=NOW)
    with pytest.raises(EditionError):
        sign_report(platform, "latest", report, LI, at=NOW)


def test_of_two_signatures_neither_is_kept_when_one_cannot_be(platform: Platform) -> None:
    signatures = platform.ledger.signatures
    one, other = (Signature("e000001", "r", f"reports/{n}", "a" * 64, "李", "official", NOW) for n in "ab")
    assert signatures.add([one])
    assert not signatures.add([other, one])
    assert signatures.of_edition("e000001") == [one]
