"""A machine without PostgreSQL fails the tests that need it and says what to do; it skips nothing in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import postgres


def test_without_the_programs_the_tests_fail_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="run: make system"), postgres.running_server():
        pass
