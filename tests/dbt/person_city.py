"""The hand-made city twice, for tests of persons, evidence and late parents: as known on two days.

On the first day a graduate's enrolment is missing and nobody has decided anything; a week later it came, and a steward
has said that a certificate stands under an old identity. What is expected of them stands in the tests.
"""

import csv
import datetime as dt
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import duckdb
from filelock import FileLock

from data_contracts.code_manifest import CODES_DIR
from tests.dbt import city
from tests.dbt.conftest import Warehouse
from tests.dbt.raw_files import PROJECT, Row, source_columns, write_codes, write_feed, write_internal

FIRST_DAY = dt.datetime(2026, 11, 22, 0, 0, 0)  # noqa: DTZ001 - the warehouse holds UTC without a zone
SECOND_DAY = FIRST_DAY + dt.timedelta(days=8)
OLD_IDENTITY = city.person("P00 before the correction")
LATE, STRAY = "G13", "S99"
"""A graduate whose enrolment comes a week later, and a number that nobody ever enrols."""
LEFT_OLD_CONSENT, LEFT_NEW_CONSENT, LEFT_LATER = "P20", "P21", "P22"
"""Who left the pool before the first day, one of whom consents anew the day after it; and who leaves after it."""

NEXT_DAY = FIRST_DAY.date() + dt.timedelta(days=1)
_MARTS = ("mart_suspicious_person_pair", "mart_late_parent", "mart_destination_evidence", "mart_destination_finding",
          "mart_reserve_talent_pool", "mart_enrolment_vanished", "int_person")  # fmt: skip
_REAL_TABLES = ("thresholds", "evidence_grades")


@cache
def first_day(base: Path) -> Warehouse:
    """The city as known on the first day."""
    return _built(base / "persons-first", FIRST_DAY, _delivered())


@cache
def second_day(base: Path) -> Warehouse:
    """The city as known eight days later."""
    delivered = _delivered()
    _add(delivered, FIRST_DAY + dt.timedelta(days=1), "enrolment", [city.spell(city.A, LATE)])
    decision = {
        "decision_no": 1, "kind": "person_alias", "old_person_key": OLD_IDENTITY,
        "new_person_key": city.person("P00"), "recorded_at": FIRST_DAY + dt.timedelta(days=2),
    }  # fmt: skip
    again = [city.intention(city.A, LEFT_OLD_CONSENT), city.intention(city.A, LEFT_NEW_CONSENT, consent_date=NEXT_DAY)]
    _add(delivered, FIRST_DAY + dt.timedelta(days=2), "job_intention", again)
    return _built(base / "persons-second", SECOND_DAY, delivered, decision=[decision])


def _delivered() -> city.Deliveries:
    delivered = city.build()
    names = ((city.E1, "active"), (city.E2, "revoked"), (city.E3, "active"))
    _add(delivered, dt.datetime(2026, 10, 1), "enterprise", [  # noqa: DTZ001 - as above
        {"uscc": uscc, "enterprise_name": uscc, "status": status, "insured_count": 100, "industry": "C34"}
        for uscc, status in names
    ], sender="office")  # fmt: skip
    _add(delivered, dt.datetime(2026, 10, 1), "certificate", [  # noqa: DTZ001 - as above
        city.certificate("OLD", OLD_IDENTITY, 6, occupation_code=city.COOK)
    ], sender="office")  # fmt: skip
    proof: Row = {"evidence_type": "tripartite_agreement", "verification_status": "verified"}
    _add(delivered, FIRST_DAY - dt.timedelta(days=6), "destination", [city.destination(LATE, "10", **proof)])
    _add(delivered, FIRST_DAY - dt.timedelta(days=7), "destination", [city.destination(STRAY, "10", **proof)])
    return delivered


def _add(
    delivered: city.Deliveries, received: dt.datetime, feed: str, rows: list[Row], *, sender: str = city.A
) -> None:
    """Add rows to what the sender said before, received at a moment."""
    delivered.add(feed, sender, f"{received:%Y-%m}", rows, mode="patch")
    delivered.log[-1]["received_at"] = received


def _left(as_of: dt.datetime) -> list[Row]:
    """Return who had left the pool by a moment."""
    last_week, later = FIRST_DAY - dt.timedelta(days=3), FIRST_DAY + dt.timedelta(days=1)
    said = ((LEFT_OLD_CONSENT, last_week), (LEFT_NEW_CONSENT, last_week), (LEFT_LATER, later))
    return [
        {"event_no": number, "person_key": city.person(name), "institution_code": city.A, "event": "withdrawn",
         "recorded_at": at}
        for number, (name, at) in enumerate(said, start=1) if at <= as_of
    ]  # fmt: skip


def _built(root: Path, as_of: dt.datetime, delivered: city.Deliveries, **known: list[Row]) -> Warehouse:
    with FileLock(f"{root}.lock"):
        built = root / "built"
        if not built.exists():
            _build(root, as_of, delivered, known)
            built.touch()
    return Warehouse(duckdb.connect(str(root / "warehouse.duckdb"), read_only=True), root)


def _build(root: Path, as_of: dt.datetime, delivered: city.Deliveries, known: dict[str, list[Row]]) -> None:
    export = f"{as_of:%Y%m%dT%H%M%SZ}"
    for feed in source_columns("raw"):
        write_feed(root / "raw", feed, delivered.rows.get(feed, []))
    write_internal(root / "raw", delivered.log, [], export=export, pool_withdrawal=_left(as_of), **known)
    write_codes(root / "codes", city.codes() | {name: _real_table(name) for name in _REAL_TABLES})
    variables = {
        "as_of": as_of.isoformat(sep=" "), "raw_dir": str(root / "raw"), "codes_dir": str(root / "codes"),
        "export": export,
    }  # fmt: skip
    environment = os.environ | {
        "DBT_DUCKDB_PATH": str(root / "warehouse.duckdb"), "DBT_TARGET_PATH": str(root / "target"),
        "DBT_LOG_PATH": str(root / "logs"), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }  # fmt: skip
    chosen = [f"+{name}" for name in _MARTS]
    words = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--vars", json.dumps(variables)]
    command = [str(Path(sys.executable).with_name("dbt")), "run", "--select", *chosen, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def _real_table(name: str) -> list[Row]:
    with (CODES_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
