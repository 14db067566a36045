import json

from fastapi.testclient import TestClient

from api.reference import Page
from api.vacancies.doctor_words import worded
from api.vacancies.schemas import Candidate, Vacancy, VacancyAnswer
from pipelines.publication.answers_doctor import NOT_TO_MEET
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import MINE, MY_VACANCIES, OTHERS_VACANCY, PEOPLE, publish_edition

OWN_FILTERS = (
    "no_consent", "occupation_not_reached", "below_legal_age", "certificate_missing", "level_too_low",
    "not_available_yet",
)  # fmt: skip
NOTHING_ASKED = dict.fromkeys(("no_consent", "certificate_missing", "level_too_low", NOT_TO_MEET), (None,))
RELAXATIONS = (
    "neighbouring_occupation", "certificate_not_demanded", "level_one_lower", "level_not_demanded",
    "start_30_days_later", "start_90_days_later",
)  # fmt: skip
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


def test_one_vacancy_has_its_doctor_in_words_of_both_languages(get: Get) -> None:
    body = get(f"/v1/vacancies/{MY_VACANCIES[0]}", as_="enterprise").json()
    VacancyAnswer.model_validate(body)
    doctor = body["doctor"]
    assert (doctor["pool"], doctor["counted_in"]) == ({"people": 1200, "exact": False}, 10)
    assert doctor["best"] == {
        "relaxation": "level_one_lower",
        "gain": {"people": 20, "exact": False},
        "words": {
            "en": "Lowering the level from 3 (intermediate worker) to 2 (junior worker) would bring about 20 more.",
            "zh": "把技能等级要求由中级工（3）降为初级工（2），约可增加 20 人。",
        },
    }
    by_code = {each["filter"]: each for each in doctor["filters"]}
    assert by_code["certificate_missing"]["words"]["en"] == "hold the certificates demanded (none is)"
    assert by_code["not_available_yet"]["words"]["zh"] == "可在 2027-07-01 前到岗"
    later = by_code["not_available_yet"]["relaxations"][0]
    assert later["gain"] == {"people": None, "exact": False}
    assert later["words"]["en"] == "Starting 30 days later would bring fewer than 10 more, maybe none."
    last = by_code["not_to_meet"]
    assert (last["passes_alone"], last["passes_in_sequence"]) == (None, {"people": None, "exact": False})


def test_a_vacancy_of_an_older_edition_has_no_doctor_and_the_list_never_has(get: Get) -> None:
    assert get(f"/v1/vacancies/{MY_VACANCIES[1]}", as_="enterprise").json()["doctor"] is None
    assert not [item for item in get("/v1/vacancies", as_="enterprise").json()["items"] if "doctor" in item]


def test_the_doctor_has_words_for_every_filter_and_relaxation() -> None:
    for code in (*OWN_FILTERS, NOT_TO_MEET):
        for asked in ("3", "1", *NOTHING_ASKED.get(code, ())):
            made = {"filter": code, "requirement": asked, "alone": 10, "in_sequence": 10, "relaxations": []}
            made["relaxations"] = [[step, gain] for step in RELAXATIONS for gain in (None, 30)] if asked else []
            told = worded({"pool": 10, "step": 10, "filters": [made], "best": code if asked else None})
            assert told is not None
            text = json.dumps(told, ensure_ascii=False)
            assert "{" + "asked" not in text
            assert "None" not in text
            assert (told["best"] is None) is (asked is None)


def test_candidates_come_by_rank_with_exactly_the_promised_members(get: Get, platform: Platform) -> None:
    page = get(CANDIDATES, as_="enterprise").json()
    Page[Candidate].model_validate(page)
    assert [c["rank"] for c in page["items"]] == [1, 2, 3, 4, 5]
    first = page["items"][0]
    assert list(first) == [
        "candidate_id", "rank", "score", "components", "skills", "profile", "explanation", "status"
    ]  # fmt: skip
    assert first["explanation"] == {"en": "Rank 1 with 999999 points.", "zh": "第1名。"}
    assert first["candidate_id"] == platform.keys.candidate_id(MINE, PEOPLE[1])
    assert first["components"]["skills"] == {"points": 10_000, "weight": 45}
    assert first["status"] == "available"


def test_an_older_edition_shows_the_same_members_and_no_more(get: Get, platform: Platform) -> None:
    newer = get(CANDIDATES, as_="enterprise").json()
    publish_edition(platform.paths, 2, shown_bodies=False)
    older = get(CANDIDATES, as_="enterprise").json()
    assert older["items"] == newer["items"]
    lines = get("/v1/export/candidates", as_="enterprise").text.splitlines()
    assert "reach" not in lines[0]
    assert {**json.loads(lines[0]), "vacancy_id": None} == {**newer["items"][0], "vacancy_id": None}


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
