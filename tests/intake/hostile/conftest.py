"""The data folder of a platform of its own, as in all tests of intake."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.store.platform import Platform


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder for what is sent, beside the data folder."""
    (tmp_path / "sent").mkdir()
    return tmp_path / "sent"


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform.open(tmp_path / "data")
