"""The door on one file: `python -m benchmarks.ways.door FILE`; every finding is printed as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import deque
from contextlib import redirect_stdout
from itertools import takewhile
from pathlib import Path

from benchmarks.rolls import COLLEGE
from pipelines.cli.options import print_json
from pipelines.intake.check.inspect_file import Inspection, inspect_file
from pipelines.intake.report.causes import report_as_json
from pipelines.store.landing import file_sha256


def main(path: Path) -> None:
    """Check the file and print what was counted."""
    started = time.perf_counter()
    report, _ = inspect_file(Inspection(path, "enrolment", file_sha256(path), COLLEGE, "college", "2026-10"))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        with redirect_stdout(printed):
            print_json(report_as_json(report, lines=True))
        printed.flush()
        seconds = time.perf_counter() - started
        printed.seek(0)
        # A line for each: half a million dicts would be counted as the door's memory.
        before = takewhile(lambda line: not line.startswith(' "findings"'), printed)
        deque(before, maxlen=0)
        listed = sum(1 for _ in takewhile(lambda line: not line.startswith(" ]"), printed))
    rules = len({finding.rule for finding in report.findings})
    print(json.dumps({"seconds": seconds, "rows": report.rows_read, "findings_listed": listed, "rules_fired": rules}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
