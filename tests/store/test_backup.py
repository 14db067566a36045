"""A backup is whole and of one moment, tells when it was changed, and comes back on either engine."""

from __future__ import annotations

import io
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from filelock import FileLock

from pipelines.store.backup import BackupError, check_backup, make_backup, restore_backup
from pipelines.store.backup.contents import LIST
from pipelines.store.landing import file_sha256, land, read_landed
from pipelines.store.ledger import ContactBudget, Mark, NewDelivery, NewIntroduction
from pipelines.store.ledger.schema import metadata
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform
from pipelines.store.vault import VaultRecord, row_place, seal_cells
from tests.postgres import PostgresServer

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.fixture
def filled(platform: Platform, tmp_path: Path) -> Platform:
    """A platform with a landed file, vault cells, an edition, and something in most tables of the ledger."""
    sent = tmp_path / "sent.csv"
    sent.write_bytes("学号,姓名\n1,标记甲\n".encode())
    land(platform.paths, platform.keys, sent, file_sha256(sent))
    new = NewDelivery(
        feed="enrolment",
        sender="4199013845",
        sender_role="college",
        period="2026-10",
        mode="replace",
        file_name="名册.csv",
        file_sha256=file_sha256(sent),
        received_at=START,
        contract_version="1.0.0",
    )
    ledger = platform.ledger
    number = ledger.deliveries.receive(new, actor="x").delivery_no
    ledger.verdicts.record(number, refusal="", recorded_at=START)
    ledger.clients.add("college", "4199013845", START)
    ledger.erasures.request(1, sealed=b"\x00\xff" * 40, marks=[Mark("a" * 64)], actor="x", recorded_at=START)
    asked = NewIntroduction("91990000MA9T10005A", "v_1", "p1", "4199013845", "e000001")
    budget = ContactBudget(per_candidate=1, window=datetime.resolution, per_vacancy=1)
    ledger.introductions.ask(asked, budget=budget, actor="x", at=START)
    cells = seal_cells(platform.keys, {"name": "标记甲"}, row_place("enrolment", number, "", 2))
    platform.vault.add(number, [VaultRecord("enrolment", "", 2, "", "ab" * 16, cells)])
    edition = platform.paths.editions / "e000001" / "manifest.json"
    edition.parent.mkdir()
    edition.write_text("{}", encoding="utf-8")
    return platform


def rows_of(platform: Platform) -> dict[str, list[object]]:
    with platform.ledger.engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
            if table.name != "write_turn"
        }


def backed_up(platform: Platform, tmp_path: Path, *, with_key: bool = True) -> Path:
    file = tmp_path / "backup.tar"
    make_backup(platform, file, with_key=with_key, at=START)
    return file


@pytest.fixture
def restored_url(request: pytest.FixtureRequest, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore into an empty database where the ledger is on PostgreSQL, into the folder otherwise."""
    if platform.ledger.engine.dialect.name == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv("TALENT_LEDGER_URL", server.url(server.new_database()))


@pytest.mark.usefixtures("restored_url")
def test_a_restored_platform_is_what_was_backed_up(filled: Platform, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path)
    (sent,) = filled.ledger.deliveries.page()
    target = tmp_path / "restored"
    contents = restore_backup(file, target)
    again = Platform.open(target)
    assert rows_of(again) == rows_of(filled)
    assert contents.rows["delivery_event"] == 1
    assert read_landed(again.paths, again.keys, sent.file_sha256) == "学号,姓名\n1,标记甲\n".encode()
    assert again.vault.of_person(again.keys, "ab" * 16) == [{"name": "标记甲"}]
    assert (again.paths.editions / "e000001" / "manifest.json").read_text(encoding="utf-8") == "{}"
    assert again.paths.root.stat().st_mode & 0o077 == 0
    again.ledger.deliveries.record_state(sent.delivery_no, "checked", "", START, "x")
    assert [e.event_no for e in again.ledger.deliveries.events(sent.delivery_no)] == [1, 2]
    again.ledger.engine.dispose()


def test_a_backup_comes_back_on_the_other_engine(
    filled: Platform, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(filled, tmp_path)
    if filled.ledger.engine.dialect.name == "postgresql":
        monkeypatch.delenv("TALENT_LEDGER_URL")
    else:
        monkeypatch.setenv("TALENT_LEDGER_URL", postgres.url(postgres.new_database()))
    restore_backup(file, tmp_path / "restored")
    again = Platform.open(tmp_path / "restored")
    assert again.ledger.engine.dialect.name != filled.ledger.engine.dialect.name
    assert rows_of(again) == rows_of(filled)
    again.ledger.engine.dispose()


def test_a_changed_or_cut_backup_is_found_out_and_nothing_is_restored(filled: Platform, tmp_path: Path) -> None:
    whole = backed_up(filled, tmp_path).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        members = [member for member in tar.getmembers() if member.size and member.name != LIST]
    assert len(members) > 8
    spoilt = tmp_path / "spoilt.tar"
    for member in members:
        bad = bytearray(whole)
        bad[member.offset_data] ^= 1
        spoilt.write_bytes(bad)
        with pytest.raises(BackupError, match=r"was changed"):
            check_backup(spoilt)
    for size in (0, 600, len(whole) // 2):
        spoilt.write_bytes(whole[:size])
        with pytest.raises(BackupError, match="not a whole backup"):
            restore_backup(spoilt, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_backup_that_names_files_outside_is_refused(filled: Platform, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path)
    with tarfile.open(file) as tar:
        found = tar.extractfile(LIST)
        assert found is not None
        listed = found.read().replace(b"data/keys/master.key", b"data/../../master.key")
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        member = tarfile.TarInfo(LIST)
        member.size = len(listed)
        tar.addfile(member, io.BytesIO(listed))
    with pytest.raises(BackupError, match="was changed"):
        restore_backup(evil, tmp_path / "restored")


def test_the_key_stays_out_unless_asked_for_and_must_be_the_right_one(
    filled: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(filled, tmp_path, with_key=False)
    key = filled.paths.key_file.read_bytes().splitlines()[1]
    assert key not in file.read_bytes()
    monkeypatch.delenv("TALENT_LEDGER_URL", raising=False)
    with pytest.raises(BackupError, match="TALENT_KEY_FILE"):
        restore_backup(file, tmp_path / "restored")
    other = Platform.open(tmp_path / "other").paths.key_file
    monkeypatch.setenv("TALENT_KEY_FILE", str(other))
    with pytest.raises(BackupError, match="not the key"):
        restore_backup(file, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    monkeypatch.setenv("TALENT_KEY_FILE", str(filled.paths.key_file))
    restore_backup(file, tmp_path / "restored")
    assert not DataPaths(tmp_path / "restored").key_file.exists()
    assert Platform.open(tmp_path / "restored").keys.fingerprint == filled.keys.fingerprint


def test_nothing_that_is_there_is_overwritten(filled: Platform, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path)
    before = rows_of(filled)
    with pytest.raises(BackupError, match="is there already"):
        make_backup(filled, file, with_key=False, at=START)
    with pytest.raises(BackupError, match="is not empty"):
        restore_backup(file, filled.paths.root)
    if filled.ledger.engine.dialect.name == "postgresql":
        with pytest.raises(BackupError, match="names a ledger in use"):
            restore_backup(file, tmp_path / "restored")
    assert rows_of(filled) == before


def test_no_backup_is_made_while_a_run_writes(filled: Platform, tmp_path: Path) -> None:
    with FileLock(filled.paths.writer_lock), pytest.raises(BackupError, match="under way"):
        make_backup(filled, tmp_path / "backup.tar", with_key=False, at=START)
    assert not (tmp_path / "backup.tar").exists()
