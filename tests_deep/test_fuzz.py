"""Coverage-guided fuzzing of the readers, the normalisers and the whole check; FUZZ_SECONDS each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests_deep.seeds import write_seeds

SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))
OPTIONS = ("-timeout=20", "-rss_limit_mb=3000", "-max_len=65536", "-print_final_stats=1")
TARGETS = ("any_file", "any_sheet", "any_cell", "any_rows")


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_but_an_answer_or_a_refusal_comes_out(target: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write_seeds(target, corpus)
    options = (f"-max_total_time={SECONDS}", f"-artifact_prefix={tmp_path}/", *OPTIONS)
    done = subprocess.run(
        [sys.executable, "-m", "tests_deep.fuzz", target, str(corpus), *options],
        capture_output=True,
        text=True,
        errors="replace",
        env=os.environ | {"RUST_BACKTRACE": "0"},
    )
    runs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    print(f"{target}: {runs[1] if runs else '?'} executions")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert runs
    assert int(runs[1]) > len(list(corpus.iterdir()))
