"""Components and words of all winners in DuckDB: `python -m benchmarks.ways.winners_sql INPUTS STATEMENTS_FILE`."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

_WEIGHTED = (
    "45 * skills_points + 15 * affinity_points + 15 * level_points + 10 * internship_points + 10 * distance_points"
    " + 5 * awards_points"
)
_COUNTED = f"""
select count(*), count(*) filter (score <> {_WEIGHTED}), sum(strlen(reason_en) + strlen(reason_zh)) // 1000000,
    bit_xor(hash(vacancy_id, person_key, rank, skills_covered, skills_missing, skills_assumed, reason_en, reason_zh))
from mart_match
"""  # noqa: S608 - names of ours


def main(inputs: str, statements: str) -> None:
    """Make every table, the last of them mart_match, and print what was counted."""
    made = json.loads(Path(statements).read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(f"{folder}/w.duckdb", config=made["options"]["config_options"]) as connection,
    ):
        for setting, value in {**made["options"]["settings"], "threads": 2}.items():
            connection.execute(f"set {setting} = '{value}'")
        connection.execute(f"attach '{inputs}' as inputs (read_only)")
        for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            connection.execute(f"create view {name} as select * from inputs.{name}")  # noqa: S608 - names of ours
        seconds = {}
        before, started = _cpu(), time.perf_counter()
        for name, statement in made["statements"]:
            begun = time.perf_counter()
            connection.execute(statement)
            seconds[name] = round(time.perf_counter() - begun, 2)
        whole, cpu = time.perf_counter() - started, _cpu() - before
        rows, unequal, megabytes, digest = connection.execute(_COUNTED).fetchall()[0]
        if unequal:
            raise SystemExit(f"{unequal} scores are not the sum of their components")
    said = {"seconds": whole, "cpu_s": round(cpu, 1), "winners": rows, "words_mb": megabytes, "models": seconds}
    print(json.dumps({**said, "fingerprint": f"{digest:x}"}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
