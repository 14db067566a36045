"""The command line as a program sees it: exit code, stdout and stderr, in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.cli.main import main


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Talent = Callable[..., Done]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TALENT_DATA", str(tmp_path / "data"))


@pytest.fixture
def talent(capsys: pytest.CaptureFixture[str]) -> Talent:
    """Run `talent` with these arguments."""

    def call(*arguments: str | Path) -> Done:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, said.out, said.err)

    return call


def is_one_error(done: Done) -> bool:
    """Return whether a command said one line on stderr and nothing else."""
    return done.out == "" and done.err.startswith("Error: ") and done.err.count("\n") == 1 and done.err.endswith("\n")
