"""What the ledger keeps of erasures, and that nothing of a person stays in the files they leave."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipelines.store.keys import new_key
from pipelines.store.landing import (
    OriginalErased,
    file_sha256,
    land,
    land_cells,
    landed_cells_file,
    landed_file,
    read_landed,
    read_landed_cells,
)
from pipelines.store.ledger import FileChange, Mark
from pipelines.store.platform import Platform
from pipelines.store.vault import VaultRecord, row_place, seal_cells

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
SEALED = b"sealed subject, found again if it stays" * 40


def request(platform: Platform, number: int = 1, *, mark: str = "a" * 64, since: date | None = None) -> bool:
    erasures = platform.ledger.erasures
    return erasures.request(number, sealed=SEALED, marks=[Mark(mark, since)], actor="operator", recorded_at=START)


def is_kept(platform: Platform) -> bool:
    """Whether the sealed subject, or a page in which it stood, is still there."""
    ledger = platform.ledger.engine
    if ledger.dialect.name == "postgresql":
        with ledger.connect() as connection:
            return bool(connection.scalar(sa.text("select pg_relation_size('erasure_pending')")))
    files = [platform.paths.ledger_file, *(Path(f"{platform.paths.ledger_file}-{end}") for end in ("wal", "shm"))]
    return b"found again if it stays" in b"".join(file.read_bytes() for file in files if file.exists())


def test_a_request_is_pending_with_its_marks_until_it_is_complete(platform: Platform) -> None:
    erasures = platform.ledger.erasures
    assert (erasures.next_number(), erasures.pending(), erasures.marks()) == (1, [], {})
    assert request(platform, since=date(2023, 9, 1))
    assert [(p.erasure_no, p.sealed) for p in erasures.pending()] == [(1, SEALED)]
    assert erasures.marks() == {"a" * 64: date(2023, 9, 1)}
    assert erasures.next_number() == 2
    erasures.record(1, "carried_out", actor="run", recorded_at=START)
    assert len(erasures.pending()) == 1
    erasures.record(1, "completed", actor="run", recorded_at=START + timedelta(hours=1))
    assert erasures.pending() == []
    assert erasures.marks() == {"a" * 64: date(2023, 9, 1)}
    assert [e.event for e in erasures.events()] == ["requested", "carried_out", "completed"]
    assert [e.event for e in erasures.events(START)] == ["requested", "carried_out"]


def test_two_requests_cannot_take_one_number(platform: Platform) -> None:
    assert request(platform, mark="a" * 64)
    assert not request(platform, mark="b" * 64)
    assert list(platform.ledger.erasures.marks()) == ["a" * 64]
    assert len(platform.ledger.erasures.events()) == 1


def test_the_same_mark_again_is_one_mark_with_the_later_spell(platform: Platform) -> None:
    assert request(platform, 1, since=date(2020, 9, 1))
    assert request(platform, 2, since=date(2023, 9, 1))
    assert platform.ledger.erasures.marks() == {"a" * 64: date(2023, 9, 1)}


def test_a_completed_subject_is_not_in_the_bytes_of_the_ledger(platform: Platform) -> None:
    request(platform)
    assert is_kept(platform)
    platform.ledger.erasures.record(1, "completed", actor="run", recorded_at=START)
    platform.ledger.erasures.forget_deleted()
    assert not is_kept(platform)


def test_changes_of_files_come_back_in_order(platform: Platform) -> None:
    changes = [FileChange(1, "raw/enrolment/1.parquet", old, new, START) for old, new in (("a", "b"), ("b", ""))]
    for change in changes:
        platform.ledger.erasures.record_file(change)
    assert platform.ledger.erasures.file_changes() == changes


def test_marks_need_the_key_and_join_with_nothing_else(platform: Platform) -> None:
    keys = platform.keys
    mark = keys.erasure_mark("document", "resident_id", "990000200602280018")
    assert mark == keys.erasure_mark("document", "resident_id", "990000200602280018")
    others = {
        keys.pseudonym("resident_id", "990000200602280018"),
        keys.erasure_mark("student", "resident_id", "990000200602280018"),
        keys.erasure_mark("document", "resident_id9", "90000200602280018"),
        new_key().erasure_mark("document", "resident_id", "990000200602280018"),
    }
    assert len(others) == 4
    assert not any(mark.startswith(other[:32]) for other in others)


@pytest.fixture
def filled(platform: Platform) -> Platform:
    """A vault with two people of twenty records each, and a third person in the rows of the first."""
    for person, rows in (("ab" * 16, range(2, 22)), ("cd" * 16, range(22, 42))):
        records = []
        for row in rows:
            for role, key in (("", person), ("mentor", "ef" * 16)):
                place = row_place("mentorship", 1, "", row, role)
                cells = seal_cells(platform.keys, {"name": f"标记{person[:2]}"}, place)
                records.append(VaultRecord("mentorship", "", row, role, key, cells))
        platform.vault.add(1, records)
    return platform


def test_an_erased_person_leaves_the_vault_and_its_file_and_others_stay(filled: Platform) -> None:
    before = filled.paths.vault_file.read_bytes()
    assert before.count(b"ab" * 16) >= 20
    gone = filled.vault.erase(["ab" * 16], [("mentorship", 1, "", 2)])
    after = filled.paths.vault_file.read_bytes()
    assert gone == 21
    assert b"ab" * 16 not in after
    assert len(filled.vault.of_person(filled.keys, "cd" * 16)) == 20
    assert len(filled.vault.of_person(filled.keys, "ef" * 16)) == 39
    assert filled.vault.erase(["ab" * 16], []) == 0


def test_cells_take_the_place_of_the_original_and_cannot_pass_for_it(platform: Platform, tmp_path: Path) -> None:
    sent = tmp_path / "sent.csv"
    sent.write_bytes("学号,姓名\n1,标记甲\n".encode())
    sha256 = file_sha256(sent)
    land(platform.paths, platform.keys, sent, sha256)
    land_cells(platform.paths, platform.keys, b"cells", sha256)
    assert not landed_file(platform.paths, sha256).exists()
    assert read_landed_cells(platform.paths, platform.keys, sha256) == b"cells"
    with pytest.raises(OriginalErased):
        read_landed(platform.paths, platform.keys, sha256)
    land(platform.paths, platform.keys, sent, sha256)
    assert not landed_file(platform.paths, sha256).exists()
    cells = landed_cells_file(platform.paths, sha256)
    cells.rename(landed_file(platform.paths, sha256))
    with pytest.raises(Exception, match="another key, or was changed"):
        read_landed(platform.paths, platform.keys, sha256)


def test_nothing_of_a_landed_file_changes_before_it_is_recorded(platform: Platform, tmp_path: Path) -> None:
    sent = tmp_path / "sent.csv"
    sent.write_bytes("学号,姓名\n1,标记甲\n".encode())
    sha256 = file_sha256(sent)
    land(platform.paths, platform.keys, sent, sha256)

    def cut_off(path: Path, old: str, new: str) -> None:
        assert (path, old, new) == (landed_file(platform.paths, sha256), file_sha256(path), "")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        land_cells(platform.paths, platform.keys, b"cells", sha256, before_change=cut_off)
    assert read_landed(platform.paths, platform.keys, sha256) == sent.read_bytes()
    assert not landed_cells_file(platform.paths, sha256).exists()
