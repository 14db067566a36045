"""The way to a consent as the two sides go it over HTTP."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipelines.store.editions import current_edition
from pipelines.store.platform import Platform
from tests.privacy.answers import Asks, Caller, caller
from tests.privacy.conftest import City


@dataclass(frozen=True)
class Seen:
    """What one enterprise has seen of a person, and where."""

    contact_path: str
    headers: dict[str, str]
    opened: list[str]


@dataclass(frozen=True)
class Introduced:
    """A person who consented, as the enterprise knows them.

    Attributes:
        person_key: The pseudonym.
        institution: The college that asked the person.
        student_no: The number that the college knows the person by.
        path: Of the introduction.
        contact: What the consent opened.
        said: Every other answer on the way.
    """

    person_key: str
    institution: str
    student_no: str
    path: str
    contact: dict[str, Any]
    said: bytes


def introduce(http: Asks, platform: Platform, enterprise: Caller, *, vacancy_id: str, candidate_id: str) -> Introduced:
    """Ask for a candidate, let the college record the consent, and look at the contact."""

    def post(who: Caller, path: str, **body: str) -> Any:
        answer = http.post(path, json=body, headers=who.headers)
        assert answer.status_code in (200, 201), answer.text
        said.append(answer.text)
        return answer.json()

    said: list[str] = []
    asked = post(enterprise, f"/v1/vacancies/{vacancy_id}/introductions", candidate_id=candidate_id)
    path = f"/v1/introductions/{asked['introduction_id']}"
    early = http.get(f"{path}/contact", headers=enterprise.headers)
    assert early.status_code == 409, early.text
    known = platform.ledger.introductions.known(datetime.max.replace(tzinfo=UTC))
    (found,) = {one.introduction_id: one for one, _ in known if path.endswith(one.introduction_id)}.values()
    college = caller(http, platform, "college", found.institution_code)
    put = post(college, f"{path}/decision", decision="put_to_student")
    post(college, f"{path}/decision", decision="consented", evidence="同意书 1")
    said += [early.text, http.get("/v1/introductions", headers=college.headers).text]
    contact = http.get(f"{path}/contact", headers=enterprise.headers)
    assert contact.status_code == 200, contact.text
    return Introduced(
        found.person_key, found.institution_code, put["student_no"], path, contact.json(), "\n".join(said).encode()
    )


def introduce_person(city: City, person_key: str) -> Seen:
    """Bring a person to a consent to the first enterprise that has them as a candidate, and look at the contact."""
    edition = current_edition(city.platform.paths)
    assert edition is not None
    with sqlite3.connect(f"file:{edition.folder}/edition.sqlite?mode=ro&immutable=1", uri=True) as answers:
        vacancy_id, uscc = answers.execute(
            "select vacancy_id, uscc from candidate join vacancy using (vacancy_id) where person_key = ? limit 1",
            (person_key,),
        ).fetchone()
    enterprise = caller(city.http, city.platform, "enterprise", uscc)
    candidate_id = city.platform.keys.candidate_id(uscc, person_key)
    found = introduce(city.http, city.platform, enterprise, vacancy_id=vacancy_id, candidate_id=candidate_id)
    return Seen(f"{found.path}/contact", enterprise.headers, sorted(opened(found.contact)))


def first_candidate(http: Asks, enterprise: Caller) -> tuple[str, str]:
    """Return the vacancy and candidate that an enterprise sees first."""
    vacancies = http.get("/v1/vacancies", params={"limit": "100"}, headers=enterprise.headers).json()["items"]
    vacancy_id = next(v["vacancy_id"] for v in vacancies if v["candidates"])
    listed = http.get(f"/v1/vacancies/{vacancy_id}/candidates", headers=enterprise.headers).json()["items"]
    return vacancy_id, listed[0]["candidate_id"]


def opened(contact: dict[str, Any]) -> set[str]:
    """Return what the enrolment in a contact opens of name, phone and e-mail."""
    return {contact["enrolment"][name] for name in ("name", "phone", "email")} - {None}


def demo_enterprise(http: Asks, platform: Platform) -> Caller:
    """Return a client of the enterprise that the demo gives one."""
    known = json.loads((platform.paths.root / "keys" / "demo_clients.json").read_text(encoding="utf-8"))
    return caller(http, platform, "enterprise", next(one["org"] for one in known if one["role"] == "enterprise"))
