"""Files as sent and personal cells: encrypted at rest, opened only with the key."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.store.keys import KeyFileError, new_key
from pipelines.store.landing import file_sha256, land, landed_file, read_landed
from pipelines.store.platform import Platform
from pipelines.store.vault import VaultRecord, open_cells, read_records, row_place, seal_cells, write_records

PLAIN = "学号,姓名\n20240001,标记甲\n".encode() * 50


def bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent.csv"
    path.write_bytes(PLAIN)
    return path


def test_a_landed_file_is_nowhere_in_the_clear_and_comes_back_byte_for_byte(platform: Platform, sent: Path) -> None:
    sha256 = file_sha256(sent)
    land(platform.paths, platform.keys, sent, sha256)
    stored = bytes_under(platform.paths.root)
    assert len(stored) > len(PLAIN)
    assert "标记甲".encode() not in stored
    assert b"20240001" not in stored
    assert read_landed(platform.paths, platform.keys, sha256) == PLAIN


def test_the_same_file_is_kept_once_and_left_alone(platform: Platform, sent: Path) -> None:
    sha256 = file_sha256(sent)
    first = land(platform.paths, platform.keys, sent, sha256).read_bytes()
    assert land(platform.paths, platform.keys, sent, sha256).read_bytes() == first
    assert [p.name for p in platform.paths.landing.rglob("*") if p.is_file()] == [f"{sha256}.sealed"]


def test_the_same_file_sent_by_many_at_once_is_kept_once_and_whole(platform: Platform, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(PLAIN * 2000)
    sha256 = file_sha256(large)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: land(platform.paths, platform.keys, large, sha256), range(8)))
    assert read_landed(platform.paths, platform.keys, sha256) == large.read_bytes()
    assert [p.name for p in platform.paths.landing.rglob("*") if p.is_file()] == [f"{sha256}.sealed"]


def test_a_landed_file_that_was_changed_is_refused(platform: Platform, sent: Path) -> None:
    sha256 = file_sha256(sent)
    path = land(platform.paths, platform.keys, sent, sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(KeyFileError):
        read_landed(platform.paths, platform.keys, sha256)


def test_a_landed_file_cannot_pass_for_another(platform: Platform, sent: Path) -> None:
    path = land(platform.paths, platform.keys, sent, file_sha256(sent))
    other = landed_file(platform.paths, "0" * 64)
    other.parent.mkdir(parents=True)
    other.write_bytes(path.read_bytes())
    with pytest.raises(KeyFileError):
        read_landed(platform.paths, platform.keys, "0" * 64)


def test_personal_cells_are_sealed_and_open_only_with_the_key(platform: Platform) -> None:
    cells = {"name": "阿卜杜·热合曼", "phone": "13800000000"}
    sealed = seal_cells(platform.keys, cells, "enrolment/1//2")
    assert open_cells(platform.keys, sealed, "enrolment/1//2") == cells
    with pytest.raises(KeyFileError):
        open_cells(platform.keys, sealed, "enrolment/1//3")
    with pytest.raises(KeyFileError):
        open_cells(new_key(), sealed, "enrolment/1//2")


def test_no_clear_personal_cell_lies_on_disk(platform: Platform, tmp_path: Path) -> None:
    cells = {"name": "标记乙", "id_number": "990000200602280018"}
    places = {n: row_place("enrolment", 1, "", n) for n in range(2, 50)}
    records = [
        VaultRecord("enrolment", "", n, "", "ab" * 16, seal_cells(platform.keys, cells, place))
        for n, place in places.items()
    ]
    write_records(tmp_path / "data" / "incoming" / "vault.parquet", records)
    platform.vault.add(1, read_records(tmp_path / "data" / "incoming" / "vault.parquet"))
    stored = bytes_under(platform.paths.root)
    assert "标记乙".encode() not in stored
    assert b"990000200602280018" not in stored
    assert platform.vault.of_person(platform.keys, "ab" * 16) == [cells] * 48


def test_adding_a_delivery_again_changes_nothing(platform: Platform) -> None:
    record = VaultRecord("enrolment", "", 2, "", "ab" * 16, seal_cells(platform.keys, {"name": "甲"}, "enrolment/1//2"))
    platform.vault.add(1, [record])
    platform.vault.add(1, [record])
    assert platform.vault.of_person(platform.keys, "ab" * 16) == [{"name": "甲"}]


def test_a_persons_newest_delivery_comes_first_and_strangers_have_nothing(platform: Platform) -> None:
    for number, phone in ((1, "1380"), (2, "1390")):
        sealed = seal_cells(platform.keys, {"phone": phone}, row_place("enrolment", number, "", 2))
        platform.vault.add(number, [VaultRecord("enrolment", "", 2, "", "ab" * 16, sealed)])
    assert [c["phone"] for c in platform.vault.of_person(platform.keys, "ab" * 16)] == ["1390", "1380"]
    assert platform.vault.of_person(platform.keys, "cd" * 16) == []
