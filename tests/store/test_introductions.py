"""Introductions: what may follow what, who may say it, what budgets allow, and what is seen of it afterwards."""

from __future__ import annotations

import itertools
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from pipelines.publication.introductions_known import introductions_known, pool_withdrawals_known
from pipelines.store.ledger import AuditEntry, ContactBudget, Introduction, IntroductionRefusedError, NewIntroduction
from pipelines.store.ledger.introduction_states import FOLLOWS, OPENED, State
from pipelines.store.platform import Platform

BOTH_ENGINES = True
START = datetime(2026, 10, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
FIRM, OTHER_FIRM = "91990000MA9T10005A", "91990000MA0000003C"
COLLEGE, OTHER_COLLEGE = "4199013845", "4199013801"
AMPLE = ContactBudget(per_candidate=100, window=30 * DAY, per_vacancy=100)
_PATHS: dict[State, tuple[State, ...]] = {
    "asked": (),
    "put_to_student": ("put_to_student",),
    "consented": ("put_to_student", "consented"),
    "refused": ("put_to_student", "refused"),
    "expired": ("expired",),
    "interview": ("put_to_student", "consented", "interview"),
    "offer": ("put_to_student", "consented", "offer"),
    "hired": ("put_to_student", "consented", "hired"),
    "declined": ("put_to_student", "consented", "declined"),
    "withdrawn": ("withdrawn",),
}


def new(person: str = "p1", vacancy: str = "v_1", firm: str = FIRM) -> NewIntroduction:
    return NewIntroduction(firm, vacancy, person, COLLEGE, "e000001")


def ask(
    platform: Platform, wanted: NewIntroduction | None = None, *, budget: ContactBudget = AMPLE, at: datetime = START
) -> Introduction:
    return platform.ledger.introductions.ask(wanted or new(), budget=budget, actor="tr-firm", at=at)


def step(platform: Platform, introduction_id: str, state: State, *, at: datetime = START) -> Introduction:
    """Take one step as the one whose it is."""
    known = platform.ledger.introductions
    if state == "put_to_student":
        return known.put_to_student(introduction_id, college=COLLEGE, actor="tr-college", at=at)
    if state in ("consented", "refused"):
        return known.decide(introduction_id, state, college=COLLEGE, evidence="同意书-1", actor="tr-college", at=at)
    if state == "withdrawn":
        return known.withdraw(introduction_id, college=COLLEGE, actor="tr-college", at=at)
    if state in ("interview", "offer", "hired", "declined"):
        return known.record_outcome(introduction_id, state, enterprise=FIRM, reason="pay", actor="tr-firm", at=at)
    if state == "expired":
        if introduction_id not in known.expire(at, after=timedelta(0)):
            found = known.get(introduction_id, side="enterprise", org=FIRM)
            raise IntroductionRefusedError("not_in_this_state", found.state if found else None)
        found = known.get(introduction_id, side="enterprise", org=FIRM)
        assert found is not None
        return found
    raise AssertionError(state)


def brought_to(platform: Platform, state: State) -> Introduction:
    found = ask(platform)
    for each in _PATHS[state]:
        found = step(platform, found.introduction_id, each)
    assert found.state == state
    return found


def look(request_id: str = "r-1") -> AuditEntry:
    return AuditEntry(
        client_id="tr-firm",
        role="enterprise",
        org=FIRM,
        action="contact",
        subject="i",
        person_key="p1",
        request_id=request_id,
        recorded_at=START,
    )


@pytest.mark.parametrize("state", FOLLOWS)
def test_after_each_state_come_those_of_the_table_and_no_others(platform: Platform, state: State) -> None:
    for number, following in enumerate(s for s in FOLLOWS if s != "asked"):
        found = ask(platform, new(person=f"p{number}"))
        for each in _PATHS[state]:
            step(platform, found.introduction_id, each)
        if following in FOLLOWS[state]:
            assert step(platform, found.introduction_id, following).state == following
            continue
        with pytest.raises(IntroductionRefusedError) as refused:
            step(platform, found.introduction_id, following)
        assert (refused.value.refusal, refused.value.state) == ("not_in_this_state", state)


def test_every_step_is_kept_with_who_when_and_what_proves_it(platform: Platform) -> None:
    found = brought_to(platform, "declined")
    history = platform.ledger.introductions.history(found.introduction_no)
    assert [(e.event, e.actor, e.reason, e.evidence) for e in history] == [
        ("asked", "tr-firm", "", ""),
        ("put_to_student", "tr-college", "", ""),
        ("consented", "tr-college", "", "同意书-1"),
        ("declined", "tr-firm", "pay", ""),
    ]
    numbers = [e.event_no for e in history]
    assert numbers == sorted(set(numbers))


def test_only_the_owning_college_decides_and_only_the_asking_enterprise_sees(platform: Platform) -> None:
    known = platform.ledger.introductions
    found = brought_to(platform, "put_to_student")
    with pytest.raises(KeyError):
        known.decide(found.introduction_id, "consented", college=OTHER_COLLEGE, evidence="x", actor="a", at=START)
    with pytest.raises(KeyError):
        known.withdraw(found.introduction_id, college=OTHER_COLLEGE, actor="a", at=START)
    step(platform, found.introduction_id, "consented")
    with pytest.raises(KeyError):
        known.record_outcome(found.introduction_id, "hired", enterprise=OTHER_FIRM, actor="a", at=START)
    with pytest.raises(KeyError):
        known.view_contact(found.introduction_id, enterprise=OTHER_FIRM, entry=look())
    assert known.get(found.introduction_id, side="enterprise", org=OTHER_FIRM) is None
    assert known.get(found.introduction_id, side="college", org=OTHER_COLLEGE) is None
    assert known.page(side="enterprise", org=OTHER_FIRM) == []
    assert [i.introduction_id for i in known.page(side="enterprise", org=FIRM)] == [found.introduction_id]
    assert [i.state for i in known.page(side="college", org=COLLEGE)] == ["consented"]


def test_consent_needs_evidence_and_declining_a_reason(platform: Platform) -> None:
    known, found = platform.ledger.introductions, brought_to(platform, "put_to_student")
    with pytest.raises(IntroductionRefusedError, match="evidence_missing"):
        known.decide(found.introduction_id, "consented", college=COLLEGE, evidence=" ", actor="a", at=START)
    step(platform, found.introduction_id, "consented")
    with pytest.raises(IntroductionRefusedError, match="reason_missing"):
        known.record_outcome(found.introduction_id, "declined", enterprise=FIRM, actor="a", at=START)
    assert len(known.history(found.introduction_no)) == 3


@pytest.mark.parametrize("state", FOLLOWS)
def test_a_contact_is_seen_after_consent_only_and_every_look_is_in_the_audit(platform: Platform, state: State) -> None:
    known, found = platform.ledger.introductions, brought_to(platform, state)
    if state not in OPENED:
        with pytest.raises(IntroductionRefusedError, match="not_in_this_state"):
            known.view_contact(found.introduction_id, enterprise=FIRM, entry=look())
        assert platform.ledger.audit.page() == []
        return
    for number in (1, 2):
        seen = known.view_contact(found.introduction_id, enterprise=FIRM, entry=look(f"r-{number}"))
        assert (seen.person_key, seen.state) == ("p1", state)
    assert [(e.action, e.person_key, e.request_id) for e in platform.ledger.audit.page()] == [
        ("contact", "p1", "r-1"),
        ("contact", "p1", "r-2"),
    ]
    after = known.get(found.introduction_id, side="enterprise", org=FIRM)
    assert after is not None
    assert after.state == state


def test_nobody_is_asked_for_the_same_vacancy_twice_unless_no_answer_came(platform: Platform) -> None:
    first = ask(platform)
    with pytest.raises(IntroductionRefusedError, match="asked_before: asked"):
        ask(platform)
    assert ask(platform, new(vacancy="v_2")).introduction_no != first.introduction_no
    assert ask(platform, new(firm=OTHER_FIRM)).state == "asked"
    assert len(platform.ledger.introductions.expire(START + 15 * DAY, after=14 * DAY)) == 3
    assert ask(platform, at=START + 15 * DAY).state == "asked"


def test_budgets_of_a_candidate_and_of_a_vacancy_are_counted_from_the_events(platform: Platform) -> None:
    few = ContactBudget(per_candidate=2, window=30 * DAY, per_vacancy=2)
    ask(platform, new("p1", "v_1"), budget=few)
    ask(platform, new("p1", "v_2"), budget=few)
    with pytest.raises(IntroductionRefusedError, match="candidate_budget_spent"):
        ask(platform, new("p1", "v_3"), budget=few)
    second = ask(platform, new("p2", "v_1"), budget=few)
    with pytest.raises(IntroductionRefusedError, match="vacancy_budget_spent"):
        ask(platform, new("p3", "v_1"), budget=few)
    spent = platform.ledger.introductions.spent("p1", "v_1", since=START - DAY)
    assert (spent.of_candidate, spent.of_vacancy) == (2, 2)
    step(platform, second.introduction_id, "put_to_student")
    step(platform, second.introduction_id, "refused")
    assert ask(platform, new("p3", "v_1"), budget=few).state == "asked"
    assert ask(platform, new("p1", "v_3"), budget=few, at=START + 31 * DAY).state == "asked"


def test_a_budget_holds_when_many_ask_at_once(platform: Platform) -> None:
    few = ContactBudget(per_candidate=3, window=30 * DAY, per_vacancy=100)
    gate = threading.Barrier(8)
    answers: list[str] = []

    def race(number: int) -> None:
        gate.wait()
        try:
            answers.append(ask(platform, new("p1", f"v_{number}"), budget=few).state)
        except IntroductionRefusedError as exc:
            answers.append(exc.refusal)

    racers = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(answers) == ["asked"] * 3 + ["candidate_budget_spent"] * 5


def test_leaving_the_pool_ends_what_is_under_way_and_nobody_asks_again(platform: Platform) -> None:
    pool, known = platform.ledger.pool_withdrawals, platform.ledger.introductions
    opened = brought_to(platform, "consented")
    refused = ask(platform, new(vacancy="v_2"))
    for state in ("put_to_student", "refused"):
        step(platform, refused.introduction_id, state)
    before = pool.counter()
    assert pool.withdraw("p1", college=COLLEGE, actor="tr-college", at=START + DAY)
    assert not pool.withdraw("p1", college=COLLEGE, actor="tr-college", at=START + DAY)
    assert pool.counter() == before + 2
    assert pool.people() == {"p1"}
    states = {i.introduction_id: i.state for i in known.page(side="enterprise", org=FIRM)}
    assert states == {opened.introduction_id: "withdrawn", refused.introduction_id: "refused"}
    with pytest.raises(IntroductionRefusedError, match="not_in_this_state: withdrawn"):
        known.view_contact(opened.introduction_id, enterprise=FIRM, entry=look())
    with pytest.raises(IntroductionRefusedError, match="withdrawn_from_pool"):
        ask(platform, new(vacancy="v_3"))
    assert pool.rejoin("p1", actor="run", at=START + 2 * DAY)
    assert pool.people() == frozenset()
    assert ask(platform, new(vacancy="v_3")).state == "asked"


def test_a_wish_said_again_stands_against_a_decision_that_did_not_know_it(platform: Platform) -> None:
    pool, whole = platform.ledger.pool_withdrawals, START + 9 * DAY
    assert pool.withdraw("p1", college=COLLEGE, actor="a", at=START)
    first = pool.newest_event()
    assert not pool.withdraw("p1", college=COLLEGE, actor="a", at=START + DAY)
    assert [event.event for event in pool.known(whole)] == ["withdrawn"] * 2
    assert not pool.rejoin("p1", actor="run", at=START + 2 * DAY, known_to=first)
    assert pool.people() == {"p1"}
    assert pool.rejoin("p1", actor="run", at=START + 2 * DAY, known_to=pool.newest_event())
    assert not pool.rejoin("p1", actor="run", at=START + 3 * DAY, known_to=pool.newest_event())
    assert (pool.people(), pool.known(whole)[-1].institution_code) == (frozenset(), COLLEGE)
    assert pool.withdraw("p1", college=COLLEGE, actor="a", at=START + 4 * DAY), "and may leave once more"


def test_what_was_recorded_later_is_not_known_before(platform: Platform) -> None:
    found = ask(platform)
    step(platform, found.introduction_id, "put_to_student", at=START + DAY)
    platform.ledger.pool_withdrawals.withdraw("p2", college=COLLEGE, actor="a", at=START + DAY)
    known = platform.ledger.introductions.known
    assert [e.event for _, e in known(START)] == ["asked"]
    assert [e.event for _, e in known(START + DAY)] == ["asked", "put_to_student"]
    assert platform.ledger.pool_withdrawals.known(START) == []
    assert [e.event for e in platform.ledger.pool_withdrawals.known(START + DAY)] == ["withdrawn"]


def test_the_audit_is_read_by_organisation_person_and_number(platform: Platform) -> None:
    audit = platform.ledger.audit
    audit.append([])
    people = itertools.cycle(("p1", None))
    audit.append(
        AuditEntry(
            client_id=f"tr-{number}",
            role="enterprise",
            org=FIRM if number < 3 else OTHER_FIRM,
            action="candidates",
            subject="v_1",
            person_key=next(people),
            row_count=50,
            request_id=f"r-{number}",
            recorded_at=START + number * DAY,
        )
        for number in range(5)
    )
    assert [e.request_id for e in audit.page(orgs=[FIRM])] == ["r-0", "r-1", "r-2"]
    assert [e.request_id for e in audit.page(person_keys=["p1"])] == ["r-0", "r-2", "r-4"]
    assert [e.request_id for e in audit.page(since=START + 3 * DAY)] == ["r-3", "r-4"]
    page = audit.page(limit=2)
    assert [e.request_id for e in audit.page(after=page[-1].event_no, limit=2)] == ["r-2", "r-3"]
    assert audit.page(orgs=[]) == []


def test_an_erased_person_leaves_and_what_happened_stays_of_nobody(platform: Platform) -> None:
    ledger, found = platform.ledger, brought_to(platform, "hired")
    ask(platform, new("p2", "v_2"))
    ledger.introductions.view_contact(found.introduction_id, enterprise=FIRM, entry=look())
    ledger.pool_withdrawals.withdraw("p1", college=COLLEGE, actor="a", at=START)
    for _ in range(2):
        ledger.forget_people(["p1"])
    tables = sa.MetaData()
    tables.reflect(ledger.engine)
    with ledger.engine.connect() as connection:
        stored = str([connection.execute(sa.select(table)).all() for table in tables.sorted_tables])
    assert "'p1'" not in stored
    assert "同意书-1" not in stored
    assert "'p2'" in stored
    assert [e.event for e in ledger.introductions.history(found.introduction_no)][:4] == [
        "asked",
        "put_to_student",
        "consented",
        "hired",
    ]
    assert ledger.pool_withdrawals.people() == frozenset()


def test_the_internal_feeds_hold_steps_and_no_looks_and_nobody_erased(platform: Platform) -> None:
    ledger, found = platform.ledger, brought_to(platform, "consented")
    ledger.introductions.view_contact(found.introduction_id, enterprise=FIRM, entry=look())
    ask(platform, new("p2"), at=START + DAY)
    ledger.pool_withdrawals.withdraw("p3", college=COLLEGE, actor="a", at=START)
    frame = introductions_known(platform, START)
    assert frame["event"].to_list() == ["asked", "put_to_student", "consented"]
    assert frame.drop("event_no", "event", "recorded_at").unique().rows() == [
        (found.introduction_no, "", FIRM, "v_1", "p1", COLLEGE)
    ]
    assert introductions_known(platform, START + DAY)["person_key"].to_list() == ["p1", "p1", "p1", "p2"]
    assert pool_withdrawals_known(platform, START).select("person_key", "event").rows() == [("p3", "withdrawn")]
    ledger.forget_people(["p1", "p3"])
    assert introductions_known(platform, START + DAY)["person_key"].to_list() == ["p2"]
    assert pool_withdrawals_known(platform, START + DAY).is_empty()


def test_the_newest_one_asked_for_is_found_by_enterprise_vacancy_and_person(platform: Platform) -> None:
    known = platform.ledger.introductions
    first = ask(platform)
    ask(platform, new("p2"))
    ask(platform, new(firm=OTHER_FIRM))
    found = known.asked(FIRM, "v_1", "p1")
    assert found is not None
    assert found.introduction_no == first.introduction_no
    assert known.asked(FIRM, "v_2", "p1") is None
    known.expire(START + 15 * DAY, after=14 * DAY)
    again = ask(platform, at=START + 15 * DAY)
    found = known.asked(FIRM, "v_1", "p1")
    assert found is not None
    assert found.introduction_no == again.introduction_no
