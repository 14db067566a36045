"""A data folder of its own for each test, whatever the environment says."""

from pathlib import Path

import pytest

from pipelines.store.platform import Platform


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform.open(tmp_path / "data")
