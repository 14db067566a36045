import json

from fastapi.testclient import TestClient

from api.reference import Page
from api.vacancies.schemas import Candidate, Vacancy, VacancyAnswer
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import MINE, MY_VACANCIES, OTHERS_VACANCY, PEOPLE

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"


def test_an_enterprise_lists_its_own_vacancies_only(get: Get) -> None:
    page = get("/v1/vacancies", as_="enterprise").json()
    assert [item["vacancy_id"] for item in page["items"]] == MY_VACANCIES
    assert (page["edition"], page["next"]) == ("e000001", None)
    Page[Vacancy].model_validate(page)


def test_pages_join_to_the_whole_list(get: Get) -> None:
    found, cursor = [], None
    for _ in range(10):
        page = get("/v1/vacancies", as_="enterprise", limit=2, **({"cursor": cursor} if cursor else {})).json()
        found += [item["vacancy_id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == MY_VACANCIES


def test_one_vacancy_is_read_by_its_id(get: Get) -> None:
    body = get(f"/v1/vacancies/{MY_VACANCIES[1]}", as_="enterprise").json()
    VacancyAnswer.model_validate(body)
    assert body["edition"] == "e000001"
    assert body["occupation_name"] == {"en": "Welder", "zh": "焊工"}


def test_candidates_come_by_rank_with_exactly_the_promised_members(get: Get, platform: Platform) -> None:
    page = get(CANDIDATES, as_="enterprise").json()
    Page[Candidate].model_validate(page)
    assert [c["rank"] for c in page["items"]] == [1, 2, 3, 4, 5]
    first = page["items"][0]
    assert list(first) == ["candidate_id", "rank", "score", "components", "skills", "profile", "status"]
    assert first["candidate_id"] == platform.keys.candidate_id(MINE, PEOPLE[1])
    assert first["components"]["skills"] == {"points": 10_000, "weight": 45}
    assert first["status"] == "available"


def test_candidates_page_by_rank(get: Get) -> None:
    first = get(CANDIDATES, as_="enterprise", limit=3).json()
    second = get(CANDIDATES, as_="enterprise", limit=3, cursor=first["next"]).json()
    assert [c["rank"] for c in first["items"] + second["items"]] == [1, 2, 3, 4, 5]
    assert second["next"] is None


def test_a_vacancy_without_candidates_is_an_empty_page(get: Get) -> None:
    page = get(f"/v1/vacancies/{MY_VACANCIES[1]}/candidates", as_="enterprise").json()
    assert (page["items"], page["next"]) == ([], None)


def test_the_person_key_never_leaves(get: Get) -> None:
    for path in ("/v1/vacancies", CANDIDATES, "/v1/pool"):
        answer = get(path, as_="enterprise", limit=3)
        assert answer.status_code == 200
        assert not [key for key in PEOPLE if key in answer.text]


def test_two_enterprises_know_a_person_by_different_ids(http: TestClient, bearer: Bearer) -> None:
    mine = http.get(CANDIDATES, headers=bearer("enterprise")).json()["items"]
    theirs = http.get(f"/v1/vacancies/{OTHERS_VACANCY}/candidates", headers=bearer("other_enterprise")).json()["items"]
    assert len(mine) == len(theirs) == 5
    assert not {c["candidate_id"] for c in mine} & {c["candidate_id"] for c in theirs}


def test_a_malformed_vacancy_id_is_told_without_repeating_it(get: Get) -> None:
    answer = get("/v1/vacancies/' or 1=1 --", as_="enterprise")
    assert answer.status_code == 422
    assert "or 1=1" not in json.dumps(answer.json()["errors"])
