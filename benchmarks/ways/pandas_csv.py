"""Plain pandas reads a GB18030 CSV as text: `python -m benchmarks.ways.pandas_csv FILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd


def main(path: Path) -> None:
    """Read the file and print what was counted."""
    started = time.perf_counter()
    rows = len(pd.read_csv(path, dtype=str, encoding="gb18030"))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "rows": rows, "rows_per_second": round(rows / seconds)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
