"""How often a person may be asked for, and how many introductions of a vacancy may wait for an answer."""

from datetime import timedelta

from pipelines.store.ledger import ContactBudget, NewIntroduction
from pipelines.store.platform import Platform
from tests.api.conftest import START, Clock
from tests.api.edition_maker import (
    CITY_COLLEGE,
    OTHERS,
    PEOPLE,
    publish_edition,
)
from tests.api.introduced import VACANCY, Post, asked, candidate, decide


def test_a_person_is_asked_for_only_so_often(post: Post, platform: Platform, clock: Clock) -> None:
    ample = ContactBudget(per_candidate=100, window=timedelta(days=1), per_vacancy=100)
    for number in range(5):
        new = NewIntroduction(OTHERS, f"v_other{number}", PEOPLE[1], CITY_COLLEGE, "e000001")
        platform.ledger.introductions.ask(new, budget=ample, actor="test", at=START)
    path = f"/v1/vacancies/{VACANCY}/introductions"
    answer = post(path, as_="enterprise", candidate_id=candidate(platform))
    assert (answer.status_code, answer.json()["refusal"]) == (409, "candidate_budget_spent")
    assert "上限" in answer.json()["messages"]["zh"]
    clock.move(days=31)
    assert post(path, as_="enterprise", candidate_id=candidate(platform)).status_code == 201


def test_a_vacancy_has_only_so_many_waiting(post: Post, platform: Platform) -> None:
    publish_edition(platform.paths, 2, candidates=25)
    made = [asked(post, platform, number) for number in range(1, 21)]
    path = f"/v1/vacancies/{VACANCY}/introductions"
    answer = post(path, as_="enterprise", candidate_id=candidate(platform, 21))
    assert (answer.status_code, answer.json()["refusal"]) == (409, "vacancy_budget_spent")
    decide(post, made[0], "put_to_student", "refused")
    assert post(path, as_="enterprise", candidate_id=candidate(platform, 21)).status_code == 201
