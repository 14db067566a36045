"""A data folder of its own for each test, with the demo's key or a key of its own."""

from pathlib import Path

import pytest

from pipelines.store.keys import demo_key, write_key
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform.open(tmp_path / "data")


@pytest.fixture
def demo_platform(tmp_path: Path) -> Platform:
    write_key(DataPaths(tmp_path / "demo").key_file, demo_key())
    return Platform.open(tmp_path / "demo")
