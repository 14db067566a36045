"""Edition names, the pointer to the one in service, and opening one; the schema files of raw."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from data_contracts.loader import load_contracts
from data_contracts.raw_layout import FINDING, raw_schema
from pipelines.store.editions import (
    EditionError,
    current_edition,
    edition_name,
    edition_number,
    list_editions,
    open_edition,
    read_manifest,
)
from pipelines.store.paths import DataPaths, export_name
from pipelines.store.raw import SCHEMA_FILE, replace_parquet, write_schema_files


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    made = DataPaths(tmp_path)
    made.make()
    return made


def write_edition(paths: DataPaths, number: int) -> Path:
    folder = paths.editions / edition_name(number)
    folder.mkdir()
    manifest = {"as_of": f"2026-10-{number:02d}T00:00:00Z", "published_at": f"2026-10-{number:02d}T01:00:00Z"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    connection = sqlite3.connect(folder / "edition.sqlite")
    with connection:
        connection.execute("create table edition_info (value text)")
    connection.close()
    return folder


def point_to(paths: DataPaths, content: object) -> None:
    paths.current_pointer.write_text(json.dumps(content), encoding="utf-8")


def test_edition_names_and_numbers_are_each_others_inverse() -> None:
    assert [edition_name(n) for n in (1, 999_999)] == ["e000001", "e999999"]
    assert all(edition_number(edition_name(n)) == n for n in (1, 42, 999_999))


@pytest.mark.parametrize("name", ["", "1", "e1", "E000001", "e0000001", "e000001\n", "e00000१", "../e000001"])
def test_what_is_no_edition_name_is_refused(name: str) -> None:
    with pytest.raises(EditionError, match="e000001"):
        edition_number(name)


def test_there_is_no_current_edition_before_the_first(paths: DataPaths) -> None:
    assert current_edition(paths) is None
    assert list_editions(paths) == []


def test_the_pointer_names_the_edition_in_service(paths: DataPaths) -> None:
    folder = write_edition(paths, 2)
    point_to(paths, {"edition": "e000002", "as_of": "a", "published_at": "b"})
    found = current_edition(paths)
    assert found is not None
    assert (found.edition, found.as_of, found.published_at, found.folder) == ("e000002", "a", "b", folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "7", '{"edition": "e000001"}', '{"edition": 5}'])
def test_a_broken_pointer_says_what_to_run(paths: DataPaths, content: str) -> None:
    paths.current_pointer.write_text(content, encoding="utf-8")
    with pytest.raises(EditionError, match="talent run"):
        current_edition(paths)


def test_editions_are_listed_newest_first_and_unfinished_folders_are_none(paths: DataPaths) -> None:
    for number in (1, 10, 2):
        write_edition(paths, number)
    (paths.editions / "e000011").mkdir()
    (paths.editions / "building").mkdir()
    assert [e.edition for e in list_editions(paths)] == ["e000010", "e000002", "e000001"]


@pytest.mark.parametrize("content", ["{", "{}", "[]"])
def test_a_broken_manifest_does_not_hide_the_other_editions(paths: DataPaths, content: str) -> None:
    write_edition(paths, 2)
    (write_edition(paths, 3) / "manifest.json").write_text(content, encoding="utf-8")
    assert [e.edition for e in list_editions(paths)] == ["e000002"]


def test_a_missing_manifest_names_its_edition(paths: DataPaths) -> None:
    with pytest.raises(EditionError, match="e000009"):
        read_manifest(paths.editions / "e000009")


def test_an_edition_is_opened_read_only(paths: DataPaths) -> None:
    connection = open_edition(write_edition(paths, 1))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("create table more (n integer)")
    connection.close()


def test_an_edition_without_answers_cannot_be_opened(paths: DataPaths) -> None:
    folder = write_edition(paths, 1)
    (folder / "edition.sqlite").write_bytes(b"no database")
    for missing in (folder, paths.editions / "e000002"):
        with pytest.raises(EditionError, match=missing.name):
            open_edition(missing)


def test_the_export_of_a_moment_is_named_in_utc() -> None:
    east = datetime.fromisoformat("2026-10-15T08:00:00+08:00")
    assert export_name(east) == export_name(datetime(2026, 10, 15, tzinfo=UTC)) == "20261015T000000Z"


def test_every_feed_has_a_file_without_rows_with_its_columns(paths: DataPaths) -> None:
    write_schema_files(paths)
    contracts = load_contracts()
    assert len(contracts) >= 8
    for feed, contract in contracts.items():
        frame = pl.read_parquet(paths.raw / feed / SCHEMA_FILE)
        assert frame.height == 0
        assert dict(frame.schema) == raw_schema(contract)
        assert not {f.name for f in contract.vault_fields} & set(frame.columns)
    assert dict(pl.read_parquet(paths.raw / "_finding" / SCHEMA_FILE).schema) == FINDING


def test_replacing_a_parquet_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "raw" / "feed" / "1.parquet"
    for value in (1, 2):
        replace_parquet(path, pl.DataFrame({"n": [value]}))
    assert pl.read_parquet(path)["n"].to_list() == [2]
    assert [p.name for p in path.parent.iterdir()] == ["1.parquet"]
