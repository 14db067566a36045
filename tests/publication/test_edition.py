"""Building and publishing editions: the same bytes, the pointer, failures."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.publication.dbt_project import civil_day
from pipelines.publication.edition import EditionBuild, build_edition, publish_edition, write_reports
from pipelines.publication.errors import PublicationError
from pipelines.publication.inputs import lost_inputs
from pipelines.publication.tables import published_products
from pipelines.publication.verify import compare_manifests, damaged_files
from pipelines.store.editions import current_edition, list_editions, open_edition, read_manifest
from pipelines.store.paths import DataPaths
from tests.publication.city import AS_OF, COLLEGES, PUBLISHED_AT, sha256, write_deliveries_export
from tests.publication.conftest import Build

DAY = dt.timedelta(days=1)
FILLED = {"mart_match", "mart_metric", "mart_reserve_talent_pool", "mart_vacancy"}
"""Tables that the small city has rows of; the others are there and empty."""


def test_published_again_from_the_same_inputs_the_tables_are_byte_identical(build: Build, paths: DataPaths) -> None:
    first, second = (publish_edition(paths, build()) for _ in range(2))
    assert (first.edition, second.edition) == ("e000001", "e000002")
    names = sorted(path.name for path in (first.folder / "tables").iterdir())
    assert names == sorted(f"{table.name}.parquet" for table in published_products())
    for name in names:
        assert sha256(first.folder / "tables" / name) == sha256(second.folder / "tables" / name), name
    comparison = compare_manifests(read_manifest(first.folder), read_manifest(second.folder))
    assert comparison.result == "identical"
    assert comparison.differing == ()


def test_the_answers_file_has_the_same_bytes_when_built_again_under_the_same_name(build: Build) -> None:
    hashes = set()
    for _ in range(2):
        folder = build().folder
        hashes.add(sha256(folder / "edition.sqlite"))
    assert len(hashes) == 1


def test_reports_have_the_same_bytes_when_written_again(build: Build) -> None:
    hashes = set()
    for _ in range(2):
        hashes.add(tuple(report.sha256 for report in write_reports(build()).manifest.reports))
    assert len(hashes) == 1


def test_a_changed_figure_is_named_as_a_different_table(
    build: Build, paths: DataPaths, city: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.duckdb"
    shutil.copy(city / "warehouse.duckdb", changed)
    with duckdb.connect(str(changed)) as connection:
        connection.execute("update marts.mart_vacancy set openings = 3 where vacancy_no = 'N0'")
    published = publish_edition(paths, build())
    comparison = compare_manifests(
        read_manifest(published.folder), json.loads(build(warehouse=changed).manifest.as_json())
    )
    assert comparison.result == "different"
    assert [table.name for table in comparison.differing] == ["edition.sqlite", "tables/mart_vacancy.parquet"]


def test_a_file_changed_after_publication_is_found(reported: EditionBuild, paths: DataPaths) -> None:
    published = publish_edition(paths, reported)
    assert damaged_files(published.folder, read_manifest(published.folder)) == ()
    (published.folder / "reports" / "placement.en.html").write_text("another", encoding="utf-8")
    assert damaged_files(published.folder, read_manifest(published.folder)) == ("reports/placement.en.html",)


def test_tables_are_written_in_key_order(build: Build) -> None:
    folder = build().folder
    assert {table.name for table in published_products()} > FILLED
    for table in published_products():
        keys = pl.read_parquet(folder / "tables" / f"{table.name}.parquet").select(table.key)
        assert keys.height > 1 or table.name not in FILLED, table.name
        assert keys.equals(keys.sort(table.key)), table.name


def test_every_answer_table_is_filled_and_readable_as_immutable(build: Build) -> None:
    manifest = build().manifest
    assert manifest.answers_rows
    assert not [name for name, rows in manifest.answers_rows.items() if rows == 0]


def test_the_answers_file_needs_no_journal(build: Build) -> None:
    folder = build().folder
    assert sorted(path.name for path in folder.iterdir()) == ["edition.sqlite", "inputs", "tables"]
    with sqlite3.connect(folder / "edition.sqlite") as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)


def test_the_pointer_follows_the_newest_edition(reported: EditionBuild, paths: DataPaths) -> None:
    published = publish_edition(paths, reported)
    current = current_edition(paths)
    assert current is not None
    assert (current.edition, current.as_of) == (published.edition, "2026-11-22T07:00:00Z")
    assert published.in_service
    assert [edition.edition for edition in list_editions(paths)] == ["e000001"]


def test_an_older_as_of_never_takes_the_pointer(build: Build, paths: DataPaths) -> None:
    publish_edition(paths, build())
    older = publish_edition(paths, build(AS_OF - DAY))
    assert not older.in_service
    assert older.folder.is_dir()
    current = current_edition(paths)
    assert current is not None
    assert current.edition == "e000001"


def test_a_warehouse_of_another_run_is_not_published(build: Build, paths: DataPaths, city: Path) -> None:
    with pytest.raises(PublicationError, match="built by another run meanwhile; run again"):
        build(AS_OF + DAY, warehouse=city / "warehouse.duckdb")
    assert not list(paths.editions.iterdir())


def test_a_warehouse_that_no_run_finished_is_not_published(build: Build, city: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    shutil.copy(city / "warehouse.duckdb", empty)
    with duckdb.connect(str(empty)) as connection:
        connection.execute("delete from intermediate.int_run")
    with pytest.raises(PublicationError, match="built by another run"):
        build(warehouse=empty)


def test_thresholds_are_those_of_the_civil_day(build: Build) -> None:
    """They hold from 2020-01-01, which begins in China while the day before is not over in UTC."""
    with pytest.raises(PublicationError, match="no value in force"):
        build(dt.datetime(2019, 12, 31, 15, 59, tzinfo=dt.UTC))
    assert build(dt.datetime(2019, 12, 31, 18, 30, tzinfo=dt.UTC)).manifest.as_of == "2019-12-31T18:30:00Z"


def test_the_civil_day_of_the_nightly_run_is_the_one_that_began() -> None:
    assert civil_day(dt.datetime(2026, 10, 14, 18, 30, tzinfo=dt.UTC)) == dt.date(2026, 10, 15)
    assert civil_day(dt.datetime(2026, 10, 15, tzinfo=dt.UTC)) == dt.date(2026, 10, 15)


def test_an_edition_keeps_its_own_copy_of_the_export(build: Build, paths: DataPaths) -> None:
    published = publish_edition(paths, build())
    manifest = read_manifest(published.folder)
    export = paths.export_file("_delivery", AS_OF)
    kept = {entry["name"]: entry["sha256"] for entry in manifest["inputs"]}
    assert kept.pop("inputs/_delivery.parquet") == sha256(export)
    assert kept
    assert all(name.startswith("inputs/codes/") for name in kept)
    write_deliveries_export(export, rows_of_the_first=1004)
    assert sha256(export) != manifest["inputs"][0]["sha256"]
    assert lost_inputs(paths, published.folder, manifest) == ()
    (published.folder / "inputs" / "_delivery.parquet").unlink()
    assert lost_inputs(paths, published.folder, manifest) == ("inputs/_delivery.parquet is gone",)


def test_without_an_export_there_is_nothing_to_publish(paths: DataPaths) -> None:
    with pytest.raises(PublicationError, match=r"no export _delivery/20261122T070000Z\.parquet"):
        build_edition(
            paths,
            warehouse=paths.warehouse_file,
            as_of=AS_OF,
            published_at=PUBLISHED_AT,
            inputs=[],
            code_version="0.1.0",
        )


def test_a_college_with_figures_and_without_a_register_row_is_named_by_its_code(
    build: Build, city: Path, tmp_path: Path
) -> None:
    unregistered = tmp_path / "unregistered.duckdb"
    shutil.copy(city / "warehouse.duckdb", unregistered)
    with duckdb.connect(str(unregistered)) as connection:
        connection.execute("delete from staging.stg_college where institution_code = '4199000003'")
    answers = open_edition(build(warehouse=unregistered).folder)
    colleges = [tuple(row) for row in answers.execute("select institution_code, name, region, tiers from college")]
    answers.close()
    assert [code for code, *_ in colleges] == sorted(COLLEGES)
    assert ("4199000003", "4199000003", None, "[]") in colleges
    assert ("4199000001", COLLEGES["4199000001"][0], "990100", '["higher"]') in colleges


def test_a_failed_build_leaves_pointer_and_folders_as_they_were(
    build: Build, paths: DataPaths, city: Path, tmp_path: Path
) -> None:
    publish_edition(paths, build())
    before = paths.current_pointer.read_bytes()
    broken = tmp_path / "broken.duckdb"
    shutil.copy(city / "warehouse.duckdb", broken)
    with duckdb.connect(str(broken)) as connection:
        connection.execute("drop table staging.stg_finding")
    with pytest.raises(PublicationError, match="stg_finding"):
        build(warehouse=broken)
    assert paths.current_pointer.read_bytes() == before
    assert sorted(path.name for path in paths.editions.iterdir()) == ["CURRENT.json", "e000001"]


def test_a_build_killed_halfway_leaves_the_pointer_and_is_swept_by_the_next(build: Build, paths: DataPaths) -> None:
    publish_edition(paths, build())
    before = paths.current_pointer.read_bytes()
    program = (
        "import os, pathlib, signal, sys\n"
        "from pipelines.publication.publish import building_folder\n"
        "with building_folder(pathlib.Path(sys.argv[1]), 'e000002') as folder:\n"
        "    (folder / 'edition.sqlite').write_bytes(b'half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(paths.editions)], env=dict(os.environ))
    assert killed.returncode == -signal.SIGKILL
    assert (paths.editions / ".building-e000002" / "edition.sqlite").exists()
    assert paths.current_pointer.read_bytes() == before
    assert [edition.edition for edition in list_editions(paths)] == ["e000001"]
    assert publish_edition(paths, build()).edition == "e000002"
    assert not list(paths.editions.glob(".building-*"))


def test_a_repeated_key_in_a_mart_stops_the_build(build: Build, city: Path, tmp_path: Path) -> None:
    doubled = tmp_path / "doubled.duckdb"
    shutil.copy(city / "warehouse.duckdb", doubled)
    with duckdb.connect(str(doubled)) as connection:
        connection.execute("insert into marts.mart_vacancy select * from marts.mart_vacancy limit 1")
    with pytest.raises(PublicationError, match="mart_vacancy: 1 rows share the key"):
        build(warehouse=doubled)


def test_a_missing_warehouse_is_one_clear_sentence(build: Build, tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match=r"no warehouse at nothing\.duckdb"):
        build(warehouse=tmp_path / "nothing.duckdb")


def test_the_pool_shows_members_without_those_reserved_for_a_sponsor(build: Build) -> None:
    connection = open_edition(build().folder)
    members = {row["person_key"] for row in connection.execute("select person_key from pool_member")}
    sponsored = "p" + "5".rjust(31, "0")
    assert len(members) == 107
    assert sponsored not in members
    classes = "select (select sum(people) from pool_class), (select people from pool_count where filter_a = '')"
    assert [tuple(row) for row in connection.execute(classes)] == [(107, 107)]
    connection.close()


def test_a_candidate_body_gives_every_component_with_its_weight(build: Build) -> None:
    connection = open_edition(build().folder)
    row = connection.execute("select * from candidate order by vacancy_id, rank limit 1").fetchone()
    body = json.loads(row["body"])
    assert body["components"]["skills"] == {"points": 10000, "weight": 45}
    assert sum(component["weight"] for component in body["components"].values()) == 100
    assert body["profile"]["region_city"] == "990100"
    # The API hands the text on unread: just these members, which are those that an enterprise is shown.
    assert list(body) == ["rank", "score", "components", "skills", "profile", "explanation"]
    connection.close()
