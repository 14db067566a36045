"""Clients of the API over their life: secrets that end, approvals that end, and the stop switch."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.store.ledger import ALL_ENTERPRISES, ApprovalRefusedError, RegisterCheck
from pipelines.store.platform import Platform

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRM = "91990000MA9T10005A"
GOOD = RegisterCheck("active", "2026-09-30", blacklisted=False)


def test_both_secrets_hold_during_the_overlap_and_then_the_new_one_alone(platform: Platform) -> None:
    clients = platform.ledger.clients
    client, old = clients.add("college", "4199013845", START)
    new = clients.rotate(client.client_id, START, overlap=DAY)

    def who(secret: str, at: datetime) -> bool:
        return clients.authenticate(client.client_id, secret, at) is not None

    assert [(who(old, START + h * HOUR), who(new, START + h * HOUR)) for h in (0, 23, 24)] == [
        (True, True),
        (True, True),
        (False, True),
    ]


def test_a_secret_ends_with_its_life_and_a_rotation_never_lengthens_it(platform: Platform) -> None:
    clients = platform.ledger.clients
    client, secret = clients.add("college", "4199013845", START, life=2 * HOUR)
    clients.rotate(client.client_id, START, overlap=DAY)
    assert clients.authenticate(client.client_id, secret, START + HOUR) is not None
    assert clients.authenticate(client.client_id, secret, START + 2 * HOUR) is None


def test_an_approval_ends_at_its_moment_by_decision_or_by_the_register(platform: Platform) -> None:
    clients = platform.ledger.clients
    client, _ = clients.add("enterprise", FIRM, START)

    def approved(at: datetime) -> bool:
        found = clients.get(client.client_id, at)
        assert found is not None
        return found.approved

    clients.approve(client.client_id, START, register=GOOD, valid_until=START + DAY)
    assert (approved(START), approved(START + DAY)) == (True, False)
    assert clients.end_lapsed_approvals(START) == []
    assert clients.end_lapsed_approvals(START + DAY) == [client.client_id]
    assert clients.end_lapsed_approvals(START + DAY) == []
    clients.approve(client.client_id, START + 2 * DAY)
    assert approved(START + 3 * DAY)
    clients.end_approval(client.client_id, START + 4 * DAY, reason="deregistered")
    assert not approved(START + 4 * DAY)
    events = clients.events(client.client_id)
    assert [e.event for e in events] == ["added", "approved", "approval_ended", "approved", "approval_ended"]
    assert json.loads(events[1].detail) == {"status": "active", "status_date": "2026-09-30", "blacklisted": False}
    assert events[1].valid_until == START + DAY


@pytest.mark.parametrize(
    "register",
    [
        RegisterCheck("revoked", "2026-09-30", blacklisted=False),
        RegisterCheck("deregistered", "2026-09-30", blacklisted=False),
        RegisterCheck("unknown", "", blacklisted=False),
        RegisterCheck("active", "2026-09-30", blacklisted=True),
    ],
)
def test_whom_the_register_speaks_against_is_not_approved(platform: Platform, register: RegisterCheck) -> None:
    clients = platform.ledger.clients
    client, _ = clients.add("enterprise", FIRM, START)
    with pytest.raises(ApprovalRefusedError):
        clients.approve(client.client_id, START, register=register)
    assert [e.event for e in clients.events(client.client_id)] == ["added"]


def test_the_stop_switch_shuts_an_organisation_out_at_once_and_lets_it_in_again(platform: Platform) -> None:
    clients, stops = platform.ledger.clients, platform.ledger.stops
    firm, secret = clients.add("enterprise", FIRM, START)
    other, _ = clients.add("enterprise", "91990000MA0000003C", START)
    college, _ = clients.add("college", "4199013845", START)

    def shut_out() -> list[bool]:
        found = [clients.get(one.client_id, START) for one in (firm, other, college)]
        return [one is not None and one.shut_out for one in found]

    stops.stop(FIRM, START, reason="complaint 17")
    assert shut_out() == [True, False, False]
    assert clients.authenticate(firm.client_id, secret, START) is None
    stops.stop(ALL_ENTERPRISES, START, reason="leak")
    stops.resume(FIRM, START, reason="settled")
    assert shut_out() == [True, True, False]
    stops.resume(ALL_ENTERPRISES, START, reason="mended")
    assert shut_out() == [False, False, False]
    assert [(e.org, e.event, e.reason) for e in stops.events()] == [
        (FIRM, "stopped", "complaint 17"),
        ("*", "stopped", "leak"),
        (FIRM, "resumed", "settled"),
        ("*", "resumed", "mended"),
    ]
