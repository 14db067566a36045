"""Components and words of the winners of a province: `python -m benchmarks winners_province`.

From the fifty keys of every vacancy of a made-up market (those of the matching benchmarks) to mart_match.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import duckdb

from benchmarks.market.winners import LAYOUT, warehouse_options, winner_statements, write_winner_inputs
from benchmarks.matching_sizes import market_file
from benchmarks.side_by_side import Way, side_by_side


def main(runs: int = 5) -> None:
    """Make the winners of the province at most three times."""
    with tempfile.TemporaryDirectory() as folder:
        statements = Path(folder) / "winners.json"
        made = {"options": warehouse_options(), "statements": winner_statements(Path(folder) / "dbt")}
        statements.write_text(json.dumps(made), encoding="utf-8")
        way = Way("SQL in DuckDB", "winners_sql", (str(inputs_file("province")), str(statements)))
        side_by_side("winners_province", [way], runs=min(runs, 3))


def inputs_file(name: str) -> Path:
    """Return what the models read, made if it is not there."""
    market = market_file(name)
    file = market.with_name(f"winners_{name}_{market.stem.rsplit('_', 1)[-1]}_{LAYOUT}.duckdb")
    if not file.exists():
        made = file.with_suffix(".part")
        made.unlink(missing_ok=True)
        with duckdb.connect(str(made)) as connection:
            connection.execute("set threads = 2; set memory_limit = '6GB'")
            write_winner_inputs(market, connection)
        made.rename(file)
    return file


if __name__ == "__main__":
    main()
