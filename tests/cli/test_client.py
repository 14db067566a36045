"""`talent client`: who the register speaks for is approved, everybody else is told why not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.intake.access_review import review_access
from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from tests.cli.conftest import Talent, is_one_error
from tests.registers import deliver_enterprises

FIRM, OTHER = "91990000MA9T10005A", "91990000MA0000003C"


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform.open(tmp_path / "data")


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def added(talent: Talent, role: str = "enterprise", org: str = FIRM) -> str:
    client_id: str = json.loads(talent("client", "add", "--role", role, "--org", org, "--format", "json").out)[
        "client_id"
    ]
    return client_id


def approved(platform: Platform, client_id: str, at: datetime) -> bool:
    found = platform.ledger.clients.get(client_id, at)
    assert found is not None
    return found.approved


def test_an_enterprise_in_business_is_approved_for_a_year_with_the_registers_word_kept(
    talent: Talent, platform: Platform, now: datetime
) -> None:
    deliver_enterprises(platform, {FIRM: "990102"}, at=now)
    client_id = added(talent)
    done = talent("client", "approve", client_id)
    assert (done.code, done.out) == (0, f"{client_id} is approved\n")
    event = platform.ledger.clients.events(client_id)[-1]
    assert json.loads(event.detail) == {"status": "active", "status_date": f"{now:%Y-%m-%d}", "blacklisted": False}
    assert event.valid_until is not None
    assert timedelta(days=364) < event.valid_until - now <= timedelta(days=365, minutes=5)


@pytest.mark.parametrize(
    ("said", "days_ago", "words"),
    [
        ({"status": "吊销"}, 0, ("revoked", "吊销")),
        ({"status": "注销"}, 0, ("deregistered", "注销")),
        ({"blacklisted": "是"}, 0, ("breaches", "失信")),
        ({"blacklisted": ""}, 0, ("does not say", "未写明")),
        ({}, 500, ("400 days", "400天")),
        (None, 0, ("does not know", "没有该企业")),
    ],
    ids=["revoked", "deregistered", "blacklisted", "list unknown", "old word", "not in it"],
)
def test_whom_the_register_does_not_speak_for_is_refused_with_the_reason_in_both_languages(
    talent: Talent,
    platform: Platform,
    now: datetime,
    said: dict[str, str] | None,
    days_ago: int,
    words: tuple[str, str],
) -> None:
    org = OTHER if said is None else FIRM
    deliver_enterprises(platform, {FIRM: "990102"}, at=now - timedelta(days=days_ago), **(said or {}))
    client_id = added(talent, org=org)
    done = talent("client", "approve", client_id)
    assert (done.code, is_one_error(done)) == (1, True)
    assert all(word in done.err for word in words)
    as_json = talent("client", "approve", client_id, "--format", "json")
    answer = json.loads(as_json.out)
    assert (as_json.code, answer["state"]) == (1, "refused")
    assert words[0] in answer["reason"]["en"]
    assert words[1] in answer["reason"]["zh"]
    assert not approved(platform, client_id, now)
    assert [e.event for e in platform.ledger.clients.events(client_id)] == ["added"]


def test_the_newest_word_counts(talent: Talent, platform: Platform, now: datetime) -> None:
    deliver_enterprises(platform, {FIRM: "990102"}, at=now - timedelta(hours=2), blacklisted="是")
    client_id = added(talent)
    assert talent("client", "approve", client_id).code == 1
    deliver_enterprises(platform, {FIRM: "990102"}, at=now - timedelta(hours=1))
    assert talent("client", "approve", client_id).code == 0


def test_an_approval_may_be_shorter_and_never_begins_over(talent: Talent, platform: Platform, now: datetime) -> None:
    deliver_enterprises(platform, {FIRM: "990102"}, at=now)
    client_id = added(talent)
    tomorrow = now + timedelta(days=1)
    assert talent("client", "approve", client_id, "--until", "2020-01-01T00:00:00Z").code == 2
    assert talent("client", "approve", client_id, "--until", tomorrow.isoformat()).code == 0
    assert approved(platform, client_id, now + timedelta(hours=23))
    assert not approved(platform, client_id, tomorrow)


def test_only_enterprises_are_looked_up(talent: Talent) -> None:
    assert talent("client", "approve", added(talent, "official", "990100")).code == 0


def test_a_run_ends_what_has_lapsed_and_whom_the_register_now_speaks_against(
    talent: Talent, platform: Platform, now: datetime
) -> None:
    deliver_enterprises(platform, {FIRM: "990102", OTHER: "990103"}, at=now)
    bad, lapsing, unknown = added(talent), added(talent, org=OTHER), added(talent, org="91990000MA0000004D")
    assert talent("client", "approve", bad).code == 0
    assert talent("client", "approve", lapsing, "--until", (now + timedelta(days=1)).isoformat()).code == 0
    platform.ledger.clients.approve(unknown, now)
    said = {FIRM: "是", OTHER: "否"}
    deliver_enterprises(platform, {FIRM: "990102", OTHER: "990103"}, at=now + timedelta(hours=1), blacklisted=said)
    at = now + timedelta(days=1)
    ended = review_access(platform, at)
    assert (ended.lapsed, ended.against_register, ended.unanswered) == ([lapsing], [bad], [])
    assert [approved(platform, one, at) for one in (bad, lapsing, unknown)] == [False, False, True]
    last = platform.ledger.clients.events(bad)[-1]
    assert (last.event, last.actor, last.detail) == (
        "approval_ended",
        "run",
        "it stands on the list of serious breaches",
    )
    again = review_access(platform, at)
    assert (again.lapsed, again.against_register) == ([], [])


def test_a_run_closes_questions_without_an_answer(platform: Platform, now: datetime) -> None:
    asked = NewIntroduction(FIRM, "v_a", "0" * 32, "4199013845", "e000001")
    budget = ContactBudget(per_candidate=3, window=timedelta(days=30), per_vacancy=20)
    found = platform.ledger.introductions.ask(asked, budget=budget, actor="tr-x", at=now)
    assert review_access(platform, now + timedelta(days=13, hours=23)).unanswered == []
    assert review_access(platform, now + timedelta(days=14)).unanswered == [found.introduction_id]
    assert review_access(platform, now + timedelta(days=15)).unanswered == []
