"""The vacancy doctor of a city and of a province: `python -m benchmarks doctor_province`.

From the tables of a made-up market (those of the matching benchmarks) to the answer of every question.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks.market.doctor import doctor_statements
from benchmarks.matching_sizes import market_file
from benchmarks.side_by_side import Way, side_by_side


def main(runs: int = 5) -> None:
    """Answer the city `runs` times, the province at most twice."""
    with tempfile.TemporaryDirectory() as folder:
        statements = Path(folder) / "doctor.json"
        statements.write_text(json.dumps(doctor_statements(Path(folder) / "dbt")), encoding="utf-8")
        for name, most in (("city", runs), ("province", min(runs, 2))):
            way = Way(f"SQL in DuckDB, {name}", "doctor_sql", (str(market_file(name)), str(statements)))
            side_by_side(f"doctor_{name}", [way], runs=most)


if __name__ == "__main__":
    main()
