"""Deliveries, their append-only states as a function of knowledge time, and clients with hashed secrets."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.store.ledger import NewDelivery, State
from pipelines.store.ledger.times import from_text, to_text
from pipelines.store.platform import Platform

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def new_delivery(
    *, sender: str = "4199013845", period: str = "2026-10", sha: str = "a", at: datetime = START
) -> NewDelivery:
    return NewDelivery(
        feed="enrolment",
        sender=sender,
        sender_role="college",
        period=period,
        mode="replace",
        file_name="名册.xlsx",
        file_sha256=sha * 64,
        received_at=at,
        contract_version="1.0.0",
    )


def receive(platform: Platform, *states: tuple[State, int], at: datetime = START) -> int:
    number = platform.ledger.deliveries.receive(new_delivery(at=at), actor="x").delivery_no
    for state, minutes in states:
        platform.ledger.deliveries.record_state(number, state, "", at + timedelta(minutes=minutes), "x")
    return number


def test_delivery_numbers_rise_and_a_new_one_is_received(platform: Platform) -> None:
    numbers = [receive(platform) for _ in range(3)]
    assert numbers == sorted(set(numbers))
    found = platform.ledger.deliveries.require(numbers[0])
    assert (found.state, found.received_at, found.file_name, found.rows_read) == ("received", START, "名册.xlsx", 0)


def test_states_are_appended_and_the_newest_counts(platform: Platform) -> None:
    number = receive(platform, ("checked", 1), ("held", 2), ("accepted", 3))
    assert [e.state for e in platform.ledger.deliveries.events(number)] == ["received", "checked", "held", "accepted"]
    assert platform.ledger.deliveries.require(number).state == "accepted"


def test_a_long_reason_is_cut_to_what_the_column_holds(platform: Platform) -> None:
    number = receive(platform)
    platform.ledger.deliveries.record_state(number, "rejected", "原" * 900, START, "x")
    assert platform.ledger.deliveries.require(number).reason == "原" * 500


def test_an_unknown_delivery_is_none_or_a_key_error(platform: Platform) -> None:
    assert [platform.ledger.deliveries.get(number) for number in (99, 0, 2**31, 2**63 - 1)] == [None] * 4
    assert platform.ledger.deliveries.page(after=2**63 - 1) == []
    with pytest.raises(KeyError):
        platform.ledger.deliveries.require(99)


def test_an_event_of_no_delivery_is_refused(platform: Platform) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        platform.ledger.deliveries.record_state(99, "accepted", "", START, "x")


def test_deliveries_like_another_are_of_the_same_sender_feed_and_period_newest_first(platform: Platform) -> None:
    deliveries = platform.ledger.deliveries
    deliveries.receive(new_delivery(sha="a"), actor="x")
    deliveries.receive(new_delivery(sha="b"), actor="x")
    deliveries.receive(new_delivery(sender="4199020001", sha="c"), actor="x")
    deliveries.receive(new_delivery(period="2026-11", sha="d"), actor="x")
    assert [d.file_sha256 for d in deliveries.like(new_delivery(sha="e"))] == ["b" * 64, "a" * 64]
    assert deliveries.like(new_delivery(period="2027-01")) == []


def test_pages_follow_the_numbers_of_one_sender(platform: Platform) -> None:
    mine = [receive(platform) for _ in range(3)]
    platform.ledger.deliveries.receive(new_delivery(sender="4199020001"), actor="x")
    page = platform.ledger.deliveries.page(sender="4199013845", after=mine[0], limit=1)
    assert [d.delivery_no for d in page] == [mine[1]]
    assert len(platform.ledger.deliveries.page()) == 4


def test_what_counts_depends_on_the_moment_of_knowledge(platform: Platform) -> None:
    number = receive(platform, ("checked", 1), ("accepted", 10), ("erased", 20))

    def counts(minutes: int) -> list[int]:
        moment = START + timedelta(minutes=minutes)
        return [d.delivery_no for d in platform.ledger.deliveries.counting(moment)]

    assert [counts(m) for m in (-1, 0, 9, 10, 19, 20)] == [[], [], [], [number], [number], []]


def test_what_counts_can_be_asked_for_one_feed(platform: Platform) -> None:
    receive(platform, ("accepted", 0))
    assert platform.ledger.deliveries.counting(START, feed="vacancy") == []
    assert len(platform.ledger.deliveries.counting(START, feed="enrolment")) == 1


STATES = st.lists(
    st.tuples(st.sampled_from(("checked", "accepted", "held", "rejected", "superseded")), st.integers(0, 100)),
    max_size=6,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES, later=st.integers(101, 200))
def test_what_is_recorded_later_never_changes_what_counted_before(
    platform: Platform, states: list[tuple[State, int]], later: int
) -> None:
    receive(platform, *sorted(states, key=lambda s: s[1]))
    moment = START + timedelta(minutes=100)
    before = platform.ledger.deliveries.counting(moment)
    receive(platform, ("accepted", 1), at=START + timedelta(minutes=later))
    for found in platform.ledger.deliveries.page():
        platform.ledger.deliveries.record_state(
            found.delivery_no, "accepted", "", START + timedelta(minutes=later), "x"
        )
    assert platform.ledger.deliveries.counting(moment) == before


@given(
    moment=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))]))
)
def test_ledger_times_come_back_and_sort_as_text(moment: datetime) -> None:
    if moment.year < 1000 or moment.year > 9000:
        return
    assert from_text(to_text(moment)) == moment
    assert to_text(moment) < to_text(moment + timedelta(microseconds=1))


def test_a_verdict_is_given_once_per_delivery(platform: Platform) -> None:
    one, other = receive(platform), receive(platform)
    platform.ledger.verdicts.record(one, refusal="", recorded_at=START)
    assert platform.ledger.verdicts.judged([one, other]) == {one}
    platform.ledger.verdicts.record(one, refusal="too late", recorded_at=START)
    platform.ledger.verdicts.record(other, refusal="bad rows", recorded_at=START)
    states = [platform.ledger.deliveries.require(number).state for number in (one, other)]
    assert states == ["received", "held"]


def test_a_setting_is_written_once(platform: Platform) -> None:
    platform.ledger.set_once("colour", "red")
    with pytest.raises(sa.exc.IntegrityError):
        platform.ledger.set_once("colour", "blue")
    assert platform.ledger.setting("colour") == "red"
    assert platform.ledger.setting("none") is None


def test_a_client_secret_is_returned_once_and_only_its_hash_is_kept(platform: Platform) -> None:
    client, secret = platform.ledger.clients.add("college", "4199013845", START)
    tables = sa.MetaData()
    tables.reflect(platform.ledger.engine)
    with platform.ledger.engine.connect() as connection:
        stored = str([connection.execute(sa.select(table)).all() for table in tables.sorted_tables])
    assert client.client_id in stored
    assert secret not in stored
    assert platform.ledger.clients.authenticate(client.client_id, secret, START) == client


@pytest.mark.parametrize("secret", ["", "x", "密", "\x00"])
def test_a_wrong_secret_or_client_is_nobody(platform: Platform, secret: str) -> None:
    client, _ = platform.ledger.clients.add("college", "4199013845", START)
    assert platform.ledger.clients.authenticate(client.client_id, secret, START) is None
    assert platform.ledger.clients.authenticate("tr-nobody", secret, START) is None
    assert platform.ledger.clients.authenticate(secret, secret, START) is None


def test_a_rotated_secret_replaces_the_old_one(platform: Platform) -> None:
    client, old = platform.ledger.clients.add("college", "4199013845", START)
    new = platform.ledger.clients.rotate(client.client_id, START)
    assert new != old
    assert platform.ledger.clients.authenticate(client.client_id, old, START) is None
    assert platform.ledger.clients.authenticate(client.client_id, new, START) == client


def test_a_client_is_unapproved_until_approved_and_a_revoked_one_stays_out(platform: Platform) -> None:
    clients = platform.ledger.clients
    client, secret = clients.add("enterprise", "91990000MA9T10005A", START)
    assert not client.approved
    clients.approve(client.client_id, START)
    approved = clients.authenticate(client.client_id, secret, START)
    assert approved is not None
    assert approved.approved
    clients.revoke(client.client_id, START)
    assert clients.authenticate(client.client_id, secret, START) is None
    assert clients.authenticate(client.client_id, clients.rotate(client.client_id, START), START) is None


def test_changing_an_unknown_client_is_a_key_error(platform: Platform) -> None:
    clients = platform.ledger.clients
    for change in (clients.approve, clients.revoke, clients.rotate):
        with pytest.raises(KeyError):
            change("tr-nobody", START)


def test_a_state_is_recorded_only_on_the_state_it_was_decided_on(platform: Platform) -> None:
    deliveries = platform.ledger.deliveries
    number = receive(platform)
    assert deliveries.record_state(number, "held", "", START, "referee", expected="received")
    assert not deliveries.record_state(number, "in_force", "", START, "run", expected="accepted")
    assert deliveries.require(number).state == "held"
