"""The proof by search: one graduate of the demo city is erased, and then looked for in every file and every answer."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.intake.erasure.find import find_by_student_no
from pipelines.intake.erasure.holders import delivered_files, enrolments
from pipelines.intake.erasure.subject import Subject
from pipelines.intake.report.findings import read_findings
from pipelines.publication.answer_schema import PERSON_TABLES
from pipelines.store.editions import current_edition, read_manifest
from pipelines.store.landing import file_sha256, read_landed
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform, talent
from tests.privacy.answers import callers, everything_answered
from tests.privacy.conftest import served
from tests.privacy.introduced import introduce_person
from tests.privacy.places import in_the_server
from tests.privacy.search import Search
from tests.publication.everything import kinds_searched, places_of

FEEDS = ("certificate", "destination", "enrolment", "internship", "job_intention")


@dataclass(frozen=True)
class ErasedCity:
    """The city before (a copy) and after the erasure of one person and the next run.

    Attributes:
        rows: How many rows of each feed the receipt named.
        said: What of the person an enterprise had been shown after a consent, and its answers once the erasure was
            recorded.
    """

    before: Platform
    after: Platform
    subject: Subject
    rows: dict[str, int]
    said: dict[str, Any]

    @property
    def words(self) -> list[str]:
        """Everything that names the person."""
        keys, person = self.before.keys, self.subject.keys[0]
        with sqlite3.connect(self.before.paths.editions / "e000001" / "edition.sqlite") as answers:
            usccs = [uscc for (uscc,) in answers.execute("select distinct uscc from vacancy")]
        documents = [number for _, number in self.subject.documents]
        numbers = [number for _, number in self.subject.numbers]
        texts = [*documents, *numbers, *self.subject.traces, *self.subject.names, *self.subject.contacts]
        return [*self.subject.keys, *texts, *(keys.candidate_id(uscc, person) for uscc in usccs)]


def rows_by_feed(platform: Platform) -> Counter[str]:
    counted: Counter[str] = Counter()
    for feed in FEEDS:
        for file in delivered_files(platform.paths, feed):
            counted[feed] += pl.scan_parquet(file).select(pl.len()).collect().item()
    return counted


def someone(platform: Platform) -> Subject:
    """Return the first candidate of whom every feed has a row, and whose name nobody else has."""
    match = pl.read_parquet(platform.paths.editions / "e000001" / "tables" / "mart_match.parquet")
    enrolled = enrolments(platform.paths).filter(pl.col("person_key").is_in(match["person_key"].unique().to_list()))
    for institution, student_no, _, _ in enrolled.sort("institution_code", "student_no").iter_rows():
        subject = find_by_student_no(platform, institution, student_no)
        places = places_of_rows(platform, subject)
        if set(places) == set(FEEDS) and is_only_one(platform, subject):
            return subject
    raise AssertionError("nobody in the city has a row in every feed")


def places_of_rows(platform: Platform, subject: Subject) -> set[str]:
    found = set()
    for feed in FEEDS:
        for file in delivered_files(platform.paths, feed):
            frame = pl.read_parquet(file)
            named = (
                pl.col("person_key").is_in(list(subject.keys))
                if "person_key" in frame.columns
                else pl.concat_str("institution_code", pl.lit("|"), "student_no").is_in(
                    ["|".join(number) for number in subject.numbers]
                )
            )
            if not frame.filter(named).is_empty():
                found.add(feed)
    return found


def is_only_one(platform: Platform, subject: Subject) -> bool:
    """Return whether no other person shares the name or the student number, so that a search can tell."""
    others = enrolments(platform.paths).filter(~pl.col("person_key").is_in(list(subject.keys)))
    shared = others.filter(pl.col("student_no").is_in([number for _, number in subject.numbers]))
    with sqlite3.connect(platform.paths.vault_file) as vault:
        keys = [key for (key,) in vault.execute("select distinct person_key from vault_record") if key]
    cells = (c for key in keys if key not in subject.keys for c in platform.vault.of_person(platform.keys, key))
    return shared.is_empty() and not any(cell.get("name") in subject.names for cell in cells)


@pytest.fixture(scope="session")
def erased(demo_platform: DemoPlatform, tmp_path_factory: pytest.TempPathFactory) -> ErasedCity:
    """One erasure and the run after it."""
    return erase_someone(demo_platform.data, tmp_path_factory.mktemp("erased"))


def erase_someone(city: Path, folder: Path) -> ErasedCity:
    before = Platform.open(Path(shutil.copytree(city, folder / "before")))
    data = Path(shutil.copytree(city, folder / "after"))
    subject = someone(before)
    ((institution, student_no), *_) = sorted(subject.numbers)
    call = ("erase", "--institution", institution, "--student-no", student_no, "--format", "json")
    # Somebody whose contact an enterprise has seen: the ledger and the server's log have met the person too.
    with served(data) as running:
        introduced = introduce_person(running, subject.keys[0])
        receipt = json.loads(talent(*call, data=data))
        hidden = [running.http.get(introduced.contact_path, headers=introduced.headers) for _ in range(2)]
        (data / "served.log").write_text(running.log.getvalue(), encoding="utf-8")
    talent("run", data=data)
    said = {"opened": introduced.opened, "hidden": [[one.status_code, one.text] for one in hidden]}
    return ErasedCity(before, Platform.open(data), subject, receipt["rows"], said)


def test_every_word_that_names_the_person_was_there_and_is_nowhere(erased: ErasedCity) -> None:
    kept = {word for word in erased.words if not word.startswith("c_")}
    assert set(places_of(erased.before, kept)) == kept
    assert places_of(erased.after, erased.words) == {}
    looked_at = kinds_searched(erased.after)
    assert {"bytes", "parquet", "duckdb", "sqlite", "landed original", "landed cells", "vault record"} <= set(looked_at)


def test_everybody_elses_rows_are_still_there(erased: ErasedCity) -> None:
    assert set(erased.rows) == set(FEEDS)
    assert rows_by_feed(erased.after) == rows_by_feed(erased.before) - Counter(erased.rows)
    query = "select count(*) from vault_record where person_key is not ?"
    others = [
        sqlite3.connect(platform.paths.vault_file).execute(query, erased.subject.keys).fetchone()
        for platform in (erased.before, erased.after)
    ]
    assert others[0] == others[1]


def test_the_new_edition_is_in_service_without_the_person_and_the_erasure_is_complete(erased: ErasedCity) -> None:
    current = current_edition(erased.after.paths)
    assert current is not None
    assert current.edition == "e000002"
    pools = [
        pl.read_parquet(platform.paths.editions / name / "tables" / "mart_reserve_talent_pool.parquet")["person_key"]
        for platform, name in ((erased.before, "e000001"), (erased.after, "e000002"))
    ]
    assert set(pools[0]) - set(pools[1]) == set(erased.subject.keys)
    assert [event.event for event in erased.after.ledger.erasures.events()] == ["requested", "carried_out", "completed"]
    assert erased.after.ledger.erasures.pending() == []
    names = {entry["name"] for entry in read_manifest(current.folder)["inputs"]}
    assert "inputs/_erasure.parquet" in names


def test_the_old_edition_keeps_its_figures_and_loses_its_people(erased: ErasedCity) -> None:
    old, new = (platform.paths.editions / "e000001" for platform in (erased.before, erased.after))
    assert (new / "manifest.json").read_bytes() == (old / "manifest.json").read_bytes()
    manifest = read_manifest(new)
    for file in [*manifest["tables"], *manifest["reports"]]:
        path = new / file["name"]
        assert path.exists() != file["person_level"] if "person_level" in file else path.exists()
        assert not path.exists() or file_sha256(path) == file["sha256"]
    people = {table.name for table in PERSON_TABLES}
    for table in manifest["answers_rows"]:
        counts = [
            sqlite3.connect(folder / "edition.sqlite").execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 our own name
            for folder in (old, new)
        ]
        assert counts[1] == (0 if table in people else counts[0])


def test_a_change_that_no_erasure_made_is_no_explanation(erased: ErasedCity, tmp_path: Path) -> None:
    data = Path(shutil.copytree(erased.after.paths.root, tmp_path / "data"))
    rewritten = Platform.open(data).ledger.erasures.file_changes()
    name = next(change.name for change in rewritten if change.name.startswith("raw/"))
    pl.read_parquet(data / name).head(1).write_parquet(data / name)
    answer = json.loads(talent("verify", "e000001", "--format", "json", data=data, code=1).partition("Rebuilding")[0])
    assert (answer["result"], answer["reasons"]) == ("not rebuildable", [f"{name} was changed"])


def test_the_original_file_sent_again_does_not_bring_the_person_back(erased: ErasedCity, tmp_path: Path) -> None:
    data = Path(shutil.copytree(erased.after.paths.root, tmp_path / "data"))
    ((institution, _), *_) = sorted(erased.subject.numbers)
    sent = [d for d in erased.before.ledger.deliveries.all() if d.feed == "enrolment" and d.sender == institution]
    told = []
    for delivery in sent:
        file = tmp_path / f"{delivery.delivery_no}{Path(delivery.file_name).suffix}"
        file.write_bytes(read_landed(erased.before.paths, erased.before.keys, delivery.file_sha256))
        call = ("deliver", "enrolment", file, "--sender", institution, "--period", "2026-11", "--format", "json")
        faulty = any(f.severity == "error" for f in read_findings(erased.before.paths, delivery.delivery_no))
        answer = json.loads(talent(*map(str, call), data=data, code=int(faulty)))
        told += [f["message"]["en"] for f in answer["report"]["findings"] if f["rule"] == "FIL-031"]
    assert told
    assert all(text.endswith("were not taken in (rows: 1).") for text in told)
    assert places_of(Platform.open(data), erased.words) == {}


def test_a_person_whose_contact_was_seen_is_gone_from_every_answer_and_file(erased: ErasedCity) -> None:
    assert len(erased.said["opened"]) >= len(("name", "phone"))
    assert set(erased.said["opened"]) <= {*erased.subject.names, *erased.subject.contacts}
    search = Search(dict.fromkeys(erased.words, "number"))
    for status, text in erased.said["hidden"]:
        assert status in (404, 409)
        assert search.found_in(text.encode()) == set()
    with served(erased.after.paths.root) as city:
        asking = callers(city.http, city.platform)
        # With an erasure the people of every earlier edition are gone.
        answers = everything_answered(city.http, asking, workbooks=0, has_earlier_edition=False)
        assert not search.found_in(b"\n".join(answers.said.values())) or search.places(answers.said) == {}
        assert in_the_server(city, search) == {}
    # With the ledger after all that was asked: its events, its audit and its WAL.
    assert places_of(erased.after, erased.words) == {}
