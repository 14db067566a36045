"""Every contract file, of what comes in and of what goes out, holds to the standard; `make check` runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from datacontract.data_contract import DataContract

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "data_contracts").glob("*/*.odcs.yaml"))


def test_there_are_contracts_of_both_kinds() -> None:
    assert {path.parent.name for path in FILES} == {"feeds", "products"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_contract_file_holds_to_the_standard(path: Path) -> None:
    run = DataContract(data_contract_file=str(path)).lint()
    assert run.result == "passed", [check.reason for check in run.checks or [] if check.result != "passed"]


def test_a_broken_file_does_not(tmp_path: Path) -> None:
    broken = tmp_path / "broken.odcs.yaml"
    broken.write_text(
        FILES[0].read_text(encoding="utf-8").replace("kind: DataContract", "kind: Letter"), encoding="utf-8"
    )
    assert DataContract(data_contract_file=str(broken)).lint().result != "passed"
