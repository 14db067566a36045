"""The newest editions, the one in service and signed ones keep what they say of single people; older ones do not."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_contracts.thresholds import limit
from pipelines.publication.answer_schema import PERSON_TABLES
from pipelines.publication.explained import Rewritten
from pipelines.publication.retire import retire_old, retire_people
from pipelines.publication.verify import damaged_files
from pipelines.store.editions import edition_name, read_manifest
from pipelines.store.landing import file_sha256
from pipelines.store.platform import Platform
from pipelines.store.signing import Signer, sign_report
from tests.api.edition_maker import point_to, publish_edition

NOW = datetime(2026, 10, 15, 8, tzinfo=UTC)
KEPT = int(limit("kept_editions"))


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("TALENT_LEDGER_URL", "TALENT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Platform.open(tmp_path / "data")


def publish(platform: Platform, number: int) -> Path:
    """Publish an edition with one table of people and one of figures, as its manifest says."""
    folder = platform.paths.editions / publish_edition(platform.paths, number)
    (folder / "tables").mkdir()
    listed = {}
    for name in ("tables/people.parquet", "tables/figures.parquet", "reports/placement.en.html", "edition.sqlite"):
        path = folder / name
        if not path.exists():
            path.write_text(name, encoding="utf-8")
        listed[name] = {"name": name, "sha256": file_sha256(path)}
    people, figures, report, answers = listed.values()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | {
        "tables": [{**people, "person_level": True}, {**figures, "person_level": False}],
        "reports": [report],
        "answers": answers,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def people_of(folder: Path) -> bool:
    with sqlite3.connect(folder / "edition.sqlite") as answers:
        counts = [answers.execute(f"select count(*) from {t.name}").fetchone()[0] for t in PERSON_TABLES]  # noqa: S608 our own name
    assert any(counts) == (folder / "tables" / "people.parquet").exists()
    return any(counts)


def test_the_eighth_newest_edition_loses_its_people_and_nothing_else(platform: Platform) -> None:
    folders = [publish(platform, number) for number in range(1, KEPT + 2)]
    assert retire_old(platform, at=NOW) == ["e000001"]
    assert [people_of(folder) for folder in folders] == [False] + [True] * KEPT
    assert (folders[0] / "tables" / "figures.parquet").exists()
    assert (folders[0] / "reports" / "placement.en.html").exists()
    assert retire_old(platform, at=NOW) == []


def test_a_signed_edition_keeps_its_people(platform: Platform) -> None:
    folders = [publish(platform, number) for number in range(1, KEPT + 3)]
    sign_report(platform, "e000001", "placement", Signer("李局长", "official"), at=NOW)
    assert retire_old(platform, at=NOW) == ["e000002"]
    assert people_of(folders[0])
    assert not people_of(folders[1])


def test_an_erasure_takes_people_out_of_a_signed_edition_and_leaves_the_signature(platform: Platform) -> None:
    folder = publish(platform, 1)
    signed = sign_report(platform, "e000001", "placement", Signer("李局长", "official"), at=NOW)
    assert retire_people(platform, [1], before="e000002", at=NOW) == ["e000001"]
    assert not people_of(folder)
    assert platform.ledger.signatures.of_edition("e000001") == signed


def test_the_edition_in_service_keeps_its_people_however_old(platform: Platform) -> None:
    folders = [publish(platform, number) for number in range(1, KEPT + 3)]
    point_to(platform.paths, edition_name(1))
    assert retire_old(platform, at=NOW) == ["e000002"]
    assert people_of(folders[0])


def test_what_went_with_age_is_no_damage(platform: Platform) -> None:
    folders = [publish(platform, number) for number in range(1, KEPT + 2)]
    retire_old(platform, at=NOW)
    explained = Rewritten(platform.paths, platform.ledger.erasures.file_changes())
    assert damaged_files(folders[0], read_manifest(folders[0]), explained) == ()
    (folders[0] / "tables" / "figures.parquet").unlink()
    assert damaged_files(folders[0], read_manifest(folders[0]), explained) == ("tables/figures.parquet",)
