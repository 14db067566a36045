"""What is remembered of the ledger is never older than the last writing; names made together are as made singly."""

import sqlite3
from datetime import UTC, datetime

from api.candidate_names import CandidateNames
from api.remembered import Remembered
from pipelines.store.ledger import AuditEntry
from pipelines.store.platform import Platform
from tests.api.edition_maker import MINE, OTHERS, PEOPLE

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_an_answer_is_asked_for_again_after_any_writing(platform: Platform) -> None:
    asked: list[int] = []
    remembered = Remembered(platform.ledger.version)

    def ask() -> int:
        asked.append(1)
        return len(asked)

    assert [remembered.now().answer("q", ask) for _ in range(3)] == [1, 1, 1]
    assert remembered.now().knows("q")
    platform.ledger.stops.stop(MINE, actor="steward", reason="test", at=NOW)
    assert not remembered.now().knows("q")
    assert remembered.now().answer("q", ask) == 2


def test_the_audit_changes_no_answer_and_a_writing_beside_it_does(platform: Platform) -> None:
    remembered = Remembered(platform.ledger.version)
    entry = AuditEntry(
        client_id="c", role="enterprise", org=MINE, action="pool_listed", subject="pool", request_id="r",
        recorded_at=NOW,
    )  # fmt: skip
    assert remembered.now().answer("q", lambda: 1) == 1
    platform.ledger.audit.append([entry])
    assert len(platform.ledger.audit.page()) == 1
    assert remembered.now().knows("q")
    platform.ledger.audit.append([entry])
    platform.ledger.stops.stop(MINE, actor="steward", reason="test", at=NOW)
    platform.ledger.audit.append([entry])
    assert not remembered.now().knows("q")


def test_a_connection_opened_anew_confirms_nothing_that_another_one_said(platform: Platform) -> None:
    version = platform.ledger.version
    before = version()
    assert version() == before
    version._connection = None
    with sqlite3.connect(str(platform.paths.ledger_file)) as other:
        other.execute("create table beside (a)")
    assert version() != before


def test_without_a_version_everything_is_asked_every_time() -> None:
    remembered = Remembered(lambda: None)
    answers = iter(range(3))
    assert [remembered.now().answer("q", lambda: next(answers)) for _ in range(3)] == [0, 1, 2]
    assert not remembered.now().knows("q")


def test_names_are_those_of_the_key_ring_however_few_are_remembered(platform: Platform) -> None:
    names = CandidateNames(platform.keys, most=3)
    for uscc in (MINE, OTHERS, MINE):
        assert names.of(uscc, PEOPLE) == [platform.keys.candidate_id(uscc, key) for key in PEOPLE]
    factor, shift = names.draw_of(MINE)
    assert (factor, shift) != names.draw_of(OTHERS)
    # The largest draw stays within 64 bits with a sign.
    assert 0 < factor <= 1 << 31
    assert 4294967290 * (1 << 31) + (1 << 32) - 1 < 1 << 63
