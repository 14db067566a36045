"""The vacancy doctor in DuckDB over a made-up market: `python -m benchmarks.ways.doctor_sql MARKET STATEMENTS_FILE`.

What the doctor reads beside a market is made first and is no part of the measure: groups of four occupations each,
kinds of certificates of which every third is demanded by law, keys of persons.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

import duckdb

_BESIDE = """
create view int_match_vacancy as select * from market.int_match_vacancy;
create view int_match_reach as select * from market.int_match_reach;
create view int_match_employer_block as select * from market.int_match_employer_block;
create view int_match_permit as select * from market.int_match_permit;
create view int_match_demand as select * from market.int_match_demand;
create table int_match_person as
    select person.*, reach.available_day, cast(person.tie_no as varchar) as person_key
    from market.int_match_person as person
    inner join (
        select tie_no, min(available_day) as available_day from market.int_match_reach group by tie_no
    ) as reach on person.tie_no = reach.tie_no;
create table int_match_occupation as
    select distinct occupation_seq, format('6-{:02d}-{:02d}-{:02d}',
        occupation_seq // 400, occupation_seq // 4 % 100, occupation_seq % 4) as occupation_code
    from market.int_match_reach;
create table int_person_occupation as
    select cast(reach.tie_no as varchar) as person_key, codes.occupation_code, reach.ladder_rank
    from market.int_match_reach as reach
    inner join int_match_occupation as codes on reach.occupation_seq = codes.occupation_seq;
create table int_match_certificate_kind as
    select distinct kind_seq, case when kind_seq % 3 = 0 then 'special_operation' else '1+X' end as cert_type
    from market.int_match_demand;
"""


def main(market: str, statements: str) -> None:
    """Make every table of the doctor and print what was counted."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "doctor.duckdb")) as connection:
        connection.execute("set threads = 2")
        connection.execute(f"attach '{market}' as market (read_only)")
        connection.execute(_BESIDE)
        seconds = {}
        started = time.perf_counter()
        for name, statement in json.loads(Path(statements).read_text(encoding="utf-8")):
            begun = time.perf_counter()
            connection.execute(statement)
            seconds[name] = round(time.perf_counter() - begun, 2)
        whole = time.perf_counter() - started
        answers = "select * from int_doctor_answer order by vacancy_seq, question_code"
        digest = hashlib.sha256(repr(connection.execute(f"{answers} limit 100000").fetchall()).encode()).hexdigest()
        counts = dict.fromkeys(("question", "count", "exception"), 0)
        for table in counts:
            counts[table] = connection.table(f"int_doctor_{table}").count("*").fetchall()[0][0]
    print(json.dumps({"seconds": whole, **counts, "models": seconds, "sha256": digest[:12]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
