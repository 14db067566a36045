"""The door's reader alone, bytes to one frame of text cells: `python -m benchmarks.ways.read_only FILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from data_contracts.loader import load_contract
from pipelines.intake.layout.table import build_table
from pipelines.intake.read import read_sheets


def main(path: Path) -> None:
    """Read the file and print what was counted."""
    contract = load_contract("enrolment")
    started = time.perf_counter()
    table = build_table(read_sheets(path), contract, needed=contract.required_columns)
    seconds = time.perf_counter() - started
    rows = table.frame.height
    print(json.dumps({"seconds": seconds, "rows": rows, "rows_per_second": round(rows / seconds)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
