"""Every earlier schema comes up to the newest with all it holds, and the newest is what the tables say."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pipelines.store.ledger import migrate as migrating
from pipelines.store.ledger.engine import Ledger
from pipelines.store.ledger.migrate import migrate, revision_of
from pipelines.store.ledger.schema import SCHEMA_REVISION, TABLE_MODULES, metadata
from pipelines.store.platform import Platform, PlatformError

BOTH_ENGINES = True
_WHEN = "2026-10-01T08:00:00.000000Z"
_DELIVERY = {
    "feed": "enrolment",
    "sender": "4199013845",
    "sender_role": "college",
    "period": "2026-10",
    "mode": "replace",
    "file_name": "名册.xlsx",
    "file_sha256": "a" * 64,
    "received_at": _WHEN,
    "contract_version": "1.0.0",
    "mapping": "",
    "rows_read": 3,
    "rows_accepted": 2,
    "rows_rejected": 1,
}
_STEP = {"actor": "x", "recorded_at": _WHEN}
_FILLED: list[tuple[str, str, dict[str, object]]] = [
    ("0001", "delivery", _DELIVERY),
    ("0001", "delivery_event", {"delivery_no": 1, "state": "received", "reason": "", **_STEP}),
    ("0001", "referee_verdict", {"delivery_no": 1, "passed": True, "recorded_at": _WHEN}),
    ("0001", "client", {"client_id": "tr-1", "role": "college", "org": "4199013845", "created_at": _WHEN}),
    ("0001", "client_event", {"client_id": "tr-1", "event": "added", **_STEP}),
    ("0001", "setting", {"name": "key_fingerprint", "value": "0123456789abcdef"}),
    ("0002", "erasure_event", {"erasure_no": 1, "event": "requested", **_STEP}),
    ("0002", "erasure_mark", {"mark": "a" * 64, "erasure_no": 1, "since": None}),
    ("0002", "erasure_pending", {"erasure_no": 1, "sealed": b"\x00\xffsealed"}),
    (
        "0002",
        "erasure_file",
        {"erasure_no": 1, "name": "raw/x", "old_sha256": "a", "new_sha256": "b", "recorded_at": _WHEN},
    ),
    (
        "0003",
        "decision",
        {"kind": "person_alias", "payload": "{}", "reason": "更正", "decided_by": "x", "recorded_at": _WHEN},
    ),
    (
        "0004",
        "signature",
        {
            "edition": "e000001",
            "report": "r",
            "file": "reports/r",
            "sha256": "a",
            "signed_by": "李",
            "role": "official",
            "signed_at": _WHEN,
        },
    ),
    ("0006", "stop_event", {"org": "*", "event": "stopped", "reason": "r", **_STEP}),
    (
        "0007",
        "introduction",
        {
            "introduction_id": "i_1",
            "uscc": "u",
            "vacancy_id": "v",
            "person_key": "p",
            "institution_code": "c",
            "edition": "e000001",
        },
    ),
    ("0007", "introduction_event", {"introduction_no": 1, "event": "asked", "reason": "", "evidence": "", **_STEP}),
    ("0007", "pool_event", {"person_key": "p", "institution_code": "c", "event": "withdrawn", **_STEP}),
]
"""One row of each table, with the revision that made the table."""


def _revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(migrating._MIGRATIONS))
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


def _fill(engine: sa.Engine, revision: str) -> dict[str, dict[str, object]]:
    """Put a row into each table of a revision and return what was put, by table."""
    tables = sa.MetaData()
    tables.reflect(engine)
    put = {}
    with engine.begin() as connection:
        for since, name, row in _FILLED:
            if since > revision:
                continue
            values = dict(row)
            if name == "client" and revision < "0006":
                values["secret_hash"] = "h" * 64
            connection.execute(sa.insert(tables.tables[name]).values(**values))
            put[name] = row
    return put


def test_the_revisions_are_one_chain_up_to_the_one_the_platform_needs() -> None:
    revisions = _revisions()
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert revisions[-1] == SCHEMA_REVISION


def test_the_metadata_has_every_table_of_its_modules() -> None:
    named = {item.name for module in TABLE_MODULES for item in vars(module).values() if isinstance(item, sa.Table)}
    assert named == set(metadata.tables)
    assert len(named) > 15


def test_the_migrations_make_what_the_tables_say(empty_ledger: sa.Engine) -> None:
    migrate(empty_ledger)
    with empty_ledger.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("revision", _revisions())
def test_an_earlier_ledger_comes_up_with_all_it_holds(empty_ledger: sa.Engine, revision: str) -> None:
    migrate(empty_ledger, revision)
    assert revision_of(empty_ledger) == revision
    put = _fill(empty_ledger, revision)
    assert len(put) >= 6
    migrate(empty_ledger)
    with empty_ledger.connect() as connection:
        for name, row in put.items():
            (kept,) = connection.execute(sa.select(metadata.tables[name])).mappings()
            assert {column: kept[column] for column in row} == row
        if revision < "0006":
            (secret,) = connection.execute(sa.select(metadata.tables["client_secret"])).mappings()
            assert (secret["client_id"], secret["secret_hash"], secret["expires_at"]) == ("tr-1", "h" * 64, None)


def test_a_ledger_that_came_up_numbers_on(empty_ledger: sa.Engine) -> None:
    migrate(empty_ledger, "0001")
    _fill(empty_ledger, "0001")
    migrate(empty_ledger)
    ledger = Ledger(empty_ledger, b"k" * 32)
    ledger.deliveries.record_state(1, "checked", "", ledger.deliveries.require(1).received_at, "x")
    assert [event.event_no for event in ledger.deliveries.events(1)] == [1, 2]


def test_an_earlier_ledger_is_not_opened_before_it_is_migrated(platform: Platform) -> None:
    with platform.ledger.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '0004'"))
    message = f"schema 0004, this platform needs {SCHEMA_REVISION}; run: talent migrate"
    with pytest.raises(PlatformError, match=message):
        Platform.open(platform.paths.root)
