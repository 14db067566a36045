"""The steps of an introduction: each asks the ledger, which alone knows what may follow what.

A step that was taken already is not taken again: the answer is the introduction as it stands.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from api.audit.trail import Action, Trail
from api.introduced_scope import AskingScope, CollegeScope
from api.introductions import repository
from api.introductions.contact import opened_members
from api.introductions.refusals import broken, no_longer_known, refusals_told, refused
from api.introductions.schemas import DecisionAsk, OutcomeAsk
from api.problems import NotFound
from api.services import Services
from data_contracts.model import Text
from data_contracts.thresholds import threshold
from pipelines.intake.normalise.scrub import scrub
from pipelines.store.ledger import ContactBudget, Introduction, IntroductionRefusedError, NewIntroduction

_NO_SUCH_CANDIDATE: Final = Text("There is no such candidate of a vacancy of yours.", "贵企业的岗位没有该候选人。")
_CIVIL_ZONE: Final = timedelta(hours=8)


def ask(
    scope: AskingScope, services: Services, vacancy_id: str, candidate_id: str, trail: Trail
) -> tuple[Introduction, bool]:
    """Ask for a candidate; return the introduction, and whether it is a new one.

    Raises:
        NotFound: no candidate of an own vacancy by this id, now or when it was asked for.
        IntroductionRefused: the person left the pool, or a budget is spent.
    """
    person_key = services.platform.keys.person_key_of(scope.organisation, candidate_id)
    if person_key is None or not scope.is_shown(person_key):
        raise NotFound(_NO_SUCH_CANDIDATE)
    before = scope.asked_before(vacancy_id, person_key)
    if before is not None and before.state != "expired":
        return before, False
    if not repository.is_candidate(scope, vacancy_id, person_key):
        raise NotFound(_NO_SUCH_CANDIDATE)
    if scope.standing.of(vacancy_id, person_key) == "withdrawn":
        raise refused("withdrawn_from_pool")
    found = repository.person(scope, [person_key])
    if found is None:
        raise no_longer_known("asked")
    new = NewIntroduction(scope.organisation, vacancy_id, person_key, found.institution_code, scope.edition)
    return _asked(scope, services, new, trail)


def look(scope: AskingScope, services: Services, introduction_id: str, trail: Trail) -> dict[str, Any]:
    """Return what consent opens, after the look is on record.

    Raises:
        NotFound: the enterprise has no such introduction.
        IntroductionRefused: no consent stands, or nothing of the person is in service.
    """
    found = scope.introduction(introduction_id)
    if not found.is_open:
        raise refused("not_in_this_state", found.state)
    keys = services.platform.ledger.decisions.keys_of(found.person_key)
    person = repository.person(scope, keys) if scope.is_shown(found.person_key) else None
    if person is None:
        raise no_longer_known(found.state)
    entry = trail.entry(Action.CONTACT_VIEWED, introduction_id, person_key=found.person_key, rows=1)
    with refusals_told():
        services.platform.ledger.introductions.view_contact(introduction_id, enterprise=scope.organisation, entry=entry)
    return {
        "edition": scope.edition,
        "introduction_id": introduction_id,
        "candidate_id": scope.candidate_id(found.person_key),
        "vacancy_id": found.vacancy_id,
        "state": found.state,
        **opened_members(services.platform, person.body, keys),
    }


def tell(scope: AskingScope, services: Services, introduction_id: str, told: OutcomeAsk, trail: Trail) -> Introduction:
    """Record what became of an introduction.

    Raises:
        NotFound: the enterprise has no such introduction.
        InvalidInput: a reason is missing, or given for what is no refusal.
        IntroductionRefused: it has not come that far, or is over.
    """
    if told.reason is not None and told.outcome != "declined":
        words = Text("Give a reason with declined alone.", "仅未录用时填写原因。")
        raise broken("body.reason", words, reason="not_declined")
    found = scope.introduction(introduction_id)
    reason = told.reason or ""
    if (found.state, found.reason) == (told.outcome, reason):
        return found
    with refusals_told():
        return services.platform.ledger.introductions.record_outcome(
            introduction_id,
            told.outcome,
            enterprise=scope.organisation,
            reason=reason,
            actor=scope.client_id,
            at=services.clock(),
            entry=trail.entry(Action.OUTCOME_TOLD, introduction_id, person_key=found.person_key),
        )


def decide(
    scope: CollegeScope, services: Services, introduction_id: str, said: DecisionAsk, trail: Trail
) -> Introduction:
    """Record that the question was put, or the student's answer.

    Raises:
        NotFound: the college has no such introduction.
        InvalidInput: consent without evidence, or with personal data in it.
        IntroductionRefused: it is not waiting for this.
    """
    evidence = said.evidence or ""
    if scrub(evidence)[1] is not None:
        words = Text("Give the number of the document and nothing personal.", "请填写文件编号，不要填写个人信息。")
        raise broken("body.evidence", words, reason="personal_data")
    found = scope.introduction(introduction_id)
    if found.state == said.decision:
        return found
    known, college, at = services.platform.ledger.introductions, scope.organisation, services.clock()
    entry = trail.entry(Action.INTRODUCTION_DECIDED, introduction_id, person_key=found.person_key)
    with refusals_told():
        if said.decision == "put_to_student":
            return known.put_to_student(introduction_id, college=college, actor=scope.client_id, at=at, entry=entry)
        return known.decide(
            introduction_id,
            said.decision,
            college=college,
            evidence=evidence,
            actor=scope.client_id,
            at=at,
            entry=entry,
        )


def withdraw(scope: CollegeScope, services: Services, introduction_id: str, trail: Trail) -> Introduction:
    """Withdraw a student from one introduction.

    Raises:
        NotFound: the college has no such introduction.
    """
    found = scope.introduction(introduction_id)
    if found.state == "withdrawn":
        return found
    entry = trail.entry(Action.INTRODUCTION_ENDED, introduction_id, person_key=found.person_key)
    with refusals_told():
        return services.platform.ledger.introductions.withdraw(
            introduction_id, college=scope.organisation, actor=scope.client_id, at=services.clock(), entry=entry
        )


def _asked(scope: AskingScope, services: Services, new: NewIntroduction, trail: Trail) -> tuple[Introduction, bool]:
    now = services.clock()
    entry = trail.entry(Action.INTRODUCTION_ASKED, new.vacancy_id, person_key=new.person_key)
    with refusals_told():
        try:
            known = services.platform.ledger.introductions
            return known.ask(new, budget=_budget(now), actor=scope.client_id, at=now, entry=entry), True
        except IntroductionRefusedError as exc:
            # Two of the enterprise's clients asked at the same moment.
            first = scope.asked_before(new.vacancy_id, new.person_key) if exc.refusal == "asked_before" else None
            if first is None:
                raise
            return first, False


def _budget(now: datetime) -> ContactBudget:
    day = (now + _CIVIL_ZONE).date()
    return ContactBudget(
        per_candidate=int(threshold("contact_candidate_max", on=day)),
        window=timedelta(days=int(threshold("contact_window_days", on=day))),
        per_vacancy=int(threshold("contact_vacancy_waiting_max", on=day)),
    )
