"""Opening a data folder: which key is taken, and when it is refused."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from pipelines.store.keys import demo_key, new_key, write_key
from pipelines.store.platform import Platform, PlatformError, migrate_ledger


def test_a_new_folder_gets_a_production_key_and_opens_again_with_it(tmp_path: Path) -> None:
    first = Platform.open(tmp_path)
    assert not first.keys.is_demo
    assert Platform.open(tmp_path).keys == first.keys


def test_a_missing_key_is_refused_once_a_ledger_exists(tmp_path: Path) -> None:
    path = Platform.open(tmp_path).paths.key_file
    path.unlink()
    with pytest.raises(PlatformError, match="no key file"):
        Platform.open(tmp_path)
    assert not path.exists()


def test_another_key_is_refused(tmp_path: Path) -> None:
    path = Platform.open(tmp_path).paths.key_file
    path.unlink()
    write_key(path, new_key())
    with pytest.raises(PlatformError, match="not the key"):
        Platform.open(tmp_path)


def test_an_open_key_file_is_refused(tmp_path: Path) -> None:
    Platform.open(tmp_path).paths.key_file.chmod(0o644)
    with pytest.raises(PlatformError, match="chmod 600"):
        Platform.open(tmp_path)


def test_the_key_can_be_named_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_key(tmp_path / "elsewhere.key", demo_key())
    monkeypatch.setenv("TALENT_KEY_FILE", str(tmp_path / "elsewhere.key"))
    platform = Platform.open(tmp_path / "data")
    assert platform.keys.is_demo
    assert not platform.paths.key_file.exists()


def test_a_named_key_that_does_not_exist_is_never_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENT_KEY_FILE", str(tmp_path / "none.key"))
    with pytest.raises(PlatformError, match="no key file"):
        Platform.open(tmp_path / "data")
    assert not (tmp_path / "none.key").exists()


def test_a_folder_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(PlatformError, match="cannot be used"):
        Platform.open(tmp_path / "data")


def test_a_ledger_of_another_schema_says_what_to_run(tmp_path: Path) -> None:
    platform = Platform.open(tmp_path)
    with platform.ledger.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(PlatformError, match=r"schema 9999.*talent migrate"):
        Platform.open(tmp_path)


def test_a_ledger_that_is_no_database_is_refused(tmp_path: Path) -> None:
    platform = Platform.open(tmp_path)
    paths = platform.paths
    # A connection that stays open would lend the next one what it remembers of the file.
    platform.ledger.engine.dispose()
    for leftover in tmp_path.glob("ledger.sqlite-*"):
        leftover.unlink()
    paths.ledger_file.write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(PlatformError, match="cannot be reached"):
        Platform.open(tmp_path)


@pytest.mark.parametrize(
    "url", ["nonsense", "nosuchdatabase://host/name", "sqlite:////nonexistent/folder/ledger.sqlite"]
)
def test_a_wrong_ledger_url_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TALENT_LEDGER_URL", url)
    with pytest.raises(PlatformError, match="cannot be reached"):
        Platform.open(tmp_path)


def test_a_ledger_url_with_a_password_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENT_LEDGER_URL", "postgresql+nodriver://user:hunter2@host/name")
    with pytest.raises(PlatformError) as caught:
        Platform.open(tmp_path)
    assert "hunter2" not in str(caught.value)


def test_the_ledger_url_moves_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENT_LEDGER_URL", f"sqlite:///{tmp_path / 'moved.sqlite'}")
    platform = Platform.open(tmp_path / "data")
    assert (tmp_path / "moved.sqlite").exists()
    assert not platform.paths.ledger_file.exists()


def test_migrating_twice_changes_nothing(platform: Platform) -> None:
    before = sa.inspect(platform.ledger.engine).get_table_names()
    assert migrate_ledger(platform.paths.root) == migrate_ledger(platform.paths.root)
    assert sa.inspect(platform.ledger.engine).get_table_names() == before
    assert platform.ledger.setting("key_fingerprint") == platform.keys.fingerprint


def test_migrating_a_new_folder_leaves_one_that_can_be_opened(tmp_path: Path) -> None:
    migrate_ledger(tmp_path / "data")
    assert Platform.open(tmp_path / "data").ledger.deliveries.page() == []
