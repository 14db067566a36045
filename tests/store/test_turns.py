"""Writers take turns: numbers rise as events become visible, nothing is lost, and nothing slips behind an export."""

from __future__ import annotations

import multiprocessing
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipelines.store.ledger import NewDelivery
from pipelines.store.ledger.tables import delivery_event
from pipelines.store.ledger.turns import writing
from pipelines.store.platform import Platform

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PROCESSES, EVENTS = 4, 25


def receive(platform: Platform, sha: str = "a", *, at: datetime = START) -> int:
    new = NewDelivery(
        feed="enrolment",
        sender="4199013845",
        sender_role="college",
        period="2026-10",
        mode="replace",
        file_name="a.csv",
        file_sha256=sha * 64,
        received_at=at,
        contract_version="1.0.0",
    )
    return platform.ledger.deliveries.receive(new, actor="x").delivery_no


def numbers(platform: Platform) -> list[int]:
    with platform.ledger.engine.connect() as connection:
        return list(connection.scalars(sa.select(delivery_event.c.event_no).order_by(delivery_event.c.event_no)))


def write_events(root: str, url: str | None, delivery_no: int) -> None:
    """What one worker process does."""
    if url:
        os.environ["TALENT_LEDGER_URL"] = url
    platform = Platform.open(Path(root))
    for _ in range(EVENTS):
        platform.ledger.deliveries.record_state(delivery_no, "checked", "", START, f"worker {os.getpid()}")


def test_worker_processes_on_one_ledger_lose_no_event_and_leave_no_gap(platform: Platform) -> None:
    delivery_no = receive(platform)
    arguments = (str(platform.paths.root), os.environ.get("TALENT_LEDGER_URL"), delivery_no)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=write_events, args=arguments) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    seen: list[list[int]] = []
    while any(worker.is_alive() for worker in workers):
        seen.append(numbers(platform))
        workers[0].join(0.02)
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    assert numbers(platform) == list(range(1, PROCESSES * EVENTS + 2))
    # Whoever reads while others write sees a beginning of what is there in the end: nothing comes in between later.
    assert all(part == list(range(1, len(part) + 1)) for part in seen)
    actors = {event.actor for event in platform.ledger.deliveries.events(delivery_no)}
    assert len(actors) == PROCESSES + 1


def test_of_two_who_decide_on_the_same_state_one_does(platform: Platform) -> None:
    delivery_no = receive(platform)
    platform.ledger.deliveries.record_state(delivery_no, "checked", "", START, "x")
    gate, done = threading.Barrier(8), []

    def decide() -> None:
        gate.wait()
        record = platform.ledger.deliveries.record_state
        done.append(record(delivery_no, "accepted", "", START, "x", expected="checked"))

    deciders = [threading.Thread(target=decide) for _ in range(8)]
    for decider in deciders:
        decider.start()
    for decider in deciders:
        decider.join()
    assert sorted(done) == [False] * 7 + [True]
    assert [e.state for e in platform.ledger.deliveries.events(delivery_no)] == ["received", "checked", "accepted"]


def test_an_export_waits_for_the_writer_before_it_and_then_sees_its_event(platform: Platform) -> None:
    delivery_no = receive(platform)
    as_of, exported = START + SECOND, []

    def export() -> None:
        platform.ledger.close_until(as_of)
        exported.extend(platform.ledger.deliveries.counting(as_of))

    with writing(platform.ledger.engine) as turn:
        reader = threading.Thread(target=export)
        reader.start()
        reader.join(0.3)
        assert reader.is_alive()
        values = {"delivery_no": delivery_no, "state": "accepted", "reason": "", "actor": "x"}
        turn.execute(sa.insert(delivery_event).values(**values, recorded_at=turn.recorded_at(START)))
    reader.join()
    assert [found.delivery_no for found in exported] == [delivery_no]


def test_what_comes_after_an_export_counts_from_just_after_it(platform: Platform) -> None:
    delivery_no = receive(platform)
    as_of = START + 10 * SECOND
    platform.ledger.close_until(as_of)
    before = platform.ledger.deliveries.counting(as_of)
    platform.ledger.deliveries.record_state(delivery_no, "accepted", "", START + SECOND, "x")
    assert platform.ledger.deliveries.counting(as_of) == before == []
    (late,) = platform.ledger.deliveries.counting(as_of + SECOND)
    assert late.delivery_no == delivery_no
    assert platform.ledger.deliveries.events(delivery_no)[-1].recorded_at == as_of + timedelta(microseconds=1)
    platform.ledger.close_until(START)
    platform.ledger.deliveries.record_state(delivery_no, "held", "", as_of + SECOND, "x")
    assert platform.ledger.deliveries.events(delivery_no)[-1].recorded_at == as_of + SECOND


def test_a_turn_that_fails_leaves_nothing(platform: Platform) -> None:
    receive(platform)

    def fail() -> None:
        with writing(platform.ledger.engine) as turn:
            values = {"delivery_no": 1, "state": "accepted", "reason": "", "actor": "x"}
            turn.execute(sa.insert(delivery_event).values(**values, recorded_at=turn.recorded_at(START)))
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert len(numbers(platform)) == 1
