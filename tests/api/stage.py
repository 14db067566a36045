"""A small platform with something of everybody's in it: an edition, deliveries, introductions in several states.

What asks every route at once shares it; who asks what of it belongs in `openapi_routes`.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from pipelines.intake.delivery.deliver import DeliveryRequest, deliver
from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from tests.api.conftest import CLIENTS, START, Clock
from tests.api.edition_maker import CITY_COLLEGE, MINE, MY_VACANCIES, PEOPLE, publish_edition

AMPLE: Final = ContactBudget(per_candidate=1_000, window=timedelta(days=1), per_vacancy=1_000)
_HEADER = "institution_code,student_no,pool_consent,consent_version,consent_date,consent_evidence,seeking\n"
_FAULTY = "".join(f"{CITY_COLLEGE},S{n:03d},{'yes' if n else 'perhaps'},v1,2026-09-01,form,seeking\n" for n in range(9))
_STEPS: Final = {
    "contact": ("put_to_student", "consented"),
    "outcome": ("put_to_student", "consented"),
    "decision": (),
    "withdrawal": ("put_to_student",),
}
"""What each introduction is kept for, and how far it has come."""


@dataclass(frozen=True)
class Stage:
    """The platform, the secrets of its clients, and the numbers of what stands in it."""

    platform: Platform
    clock: Clock
    secrets: dict[str, tuple[str, str]]
    introductions: dict[str, str]
    deliveries: tuple[int, int]
    candidate_id: str


def set_up(folder: Path) -> Stage:
    """Make the platform in an empty folder."""
    platform, clock = Platform.open(folder), Clock()
    ledger = platform.ledger
    publish_edition(platform.paths, 1)
    publish_edition(platform.paths, 2)
    secrets = {}
    for name, (role, org) in CLIENTS.items():
        client, secret = ledger.clients.add(role, org, START)
        ledger.clients.approve(client.client_id, START)
        secrets[name] = (client.client_id, secret)
    introductions = {}
    for number, (kept_for, decisions) in enumerate(_STEPS.items(), start=1):
        new = NewIntroduction(MINE, MY_VACANCIES[0], PEOPLE[number], CITY_COLLEGE, "e000002")
        found = ledger.introductions.ask(new, budget=AMPLE, actor="test", at=START).introduction_id
        for decision in decisions:
            _decide(platform, found, decision)
        introductions[kept_for] = found
    deliveries = (_deliver(platform, folder, "2026-08"), _deliver(platform, folder, "2026-09"))
    return Stage(platform, clock, secrets, introductions, deliveries, platform.keys.candidate_id(MINE, PEOPLE[5]))


def _decide(platform: Platform, introduction_id: str, decision: str) -> None:
    known = platform.ledger.introductions
    if decision == "put_to_student":
        known.put_to_student(introduction_id, college=CITY_COLLEGE, actor="test", at=START)
    else:
        known.decide(introduction_id, "consented", college=CITY_COLLEGE, evidence="form 1", actor="test", at=START)


def _deliver(platform: Platform, folder: Path, period: str) -> int:
    """Deliver a file with one fault in the college's name; it waits for confirmation."""
    file = folder / "sent.csv"
    file.write_text(f"{_HEADER}{_FAULTY}", encoding="utf-8")
    request = DeliveryRequest(
        feed="job_intention",
        file=file,
        file_name="sent.csv",
        sender=CITY_COLLEGE,
        sender_role="college",
        period=period,
        mode="replace",
        confirm="ask",
        received_at=START,
    )
    found = deliver(platform, request).delivery
    file.unlink()
    return found.delivery_no
