"""Steps of an introduction as the tests of both sides take them: asked for, decided, looked at."""

from collections.abc import Callable
from typing import Any

import httpx

from pipelines.store.platform import Platform
from pipelines.store.vault import row_place, seal_cells
from tests.api.edition_maker import (
    MINE,
    MY_VACANCIES,
    PEOPLE,
)

VACANCY = MY_VACANCIES[0]
CANDIDATES = f"/v1/vacancies/{VACANCY}/candidates"
ID_NUMBER, PHONE, CERTIFICATE = "990101200603041234", "10000000001", "Y9901000000012345"
CELLS = {
    "name": "标记乙",
    "phone": PHONE,
    "email": "marked@example.org",
    "id_type": "resident_id",
    "id_number": ID_NUMBER,
    "national_student_no": f"G{ID_NUMBER}",
}
Get = Callable[..., httpx.Response]
Post = Callable[..., httpx.Response]


def sealed(platform: Platform, feed: str, delivery_no: int, sheet: str, row_no: int, cells: dict[str, str]) -> bytes:
    return seal_cells(platform.keys, cells, row_place(feed, delivery_no, sheet, row_no))


def candidate(platform: Platform, number: int = 1, uscc: str = MINE) -> str:
    return platform.keys.candidate_id(uscc, PEOPLE[number])


def asked(post: Post, platform: Platform, number: int = 1) -> str:
    answer = post(f"/v1/vacancies/{VACANCY}/introductions", as_="enterprise", candidate_id=candidate(platform, number))
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["introduction_id"]
    return found


def decide(post: Post, introduction_id: str, *decisions: str, as_: str = "college") -> httpx.Response:
    for decision in decisions:
        evidence = {"evidence": "同意书 2026-0113"} if decision == "consented" else {}
        answer = post(f"/v1/introductions/{introduction_id}/decision", as_=as_, decision=decision, **evidence)
    return answer


def contact(get: Get, introduction_id: str, *, as_: str = "enterprise") -> httpx.Response:
    return get(f"/v1/introductions/{introduction_id}/contact", as_=as_)


def row_of(get: Get, candidate_id: str) -> dict[str, Any]:
    rows = get(CANDIDATES, as_="enterprise").json()["items"]
    found: dict[str, Any] = next(row for row in rows if row["candidate_id"] == candidate_id)
    return found
