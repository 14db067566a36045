import pytest

from api.pool.repository import SMALLEST_GROUP
from api.pool.schemas import PoolPage
from pipelines.store.platform import Platform
from tests.api.conftest import Get
from tests.api.edition_maker import BLOCKED_PERSON, MINE, OTHERS, PEOPLE, publish_edition

IN_POOL = len(PEOPLE) - 1
"""One of them is never shown to MINE."""


def test_the_pool_is_told_with_its_count(get: Get) -> None:
    page = get("/v1/pool", as_="enterprise", limit=100).json()
    PoolPage.model_validate(page)
    assert page["counts"] == {"people": IN_POOL, "exact": True, "text": str(IN_POOL)}
    assert len(page["items"]) == IN_POOL


def test_a_blocked_person_is_hidden_from_that_enterprise_only(get: Get, platform: Platform) -> None:
    for name, uscc, shown in (("enterprise", MINE, False), ("other_enterprise", OTHERS, True)):
        ids = {item["candidate_id"] for item in get("/v1/pool", as_=name, limit=100).json()["items"]}
        assert (platform.keys.candidate_id(uscc, BLOCKED_PERSON) in ids) is shown


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ({"region": "990100"}, 9),
        ({"region": "990000"}, 24),
        ({"region": "990101"}, 0),
        ({"min_level": 4}, 9),
        ({"min_level": 3}, 19),
        ({"min_level": 8}, 9),
        ({"major_class": "4601"}, 19),
        ({"available_by": "2027-07-01"}, 19),
        ({"available_by": "2027-06-30"}, 0),
        ({"occupation": "6-18-01-01"}, 11),
        ({"skill": "skl-welding"}, 20),
        ({"skill": "skl-welding", "region": "990200"}, 10),
        ({"occupation": "6-18-01-01", "skill": "skl-welding", "min_level": 4}, 0),
    ],
)
def test_filters_find_whom_they_name(get: Get, platform: Platform, query: dict[str, str | int], people: int) -> None:
    publish_edition(platform.paths, 2, k_anonymity=0)
    page = get("/v1/pool", as_="enterprise", limit=100, **query).json()
    assert page["edition"] == "e000002"
    assert (page["counts"]["people"], len(page["items"])) == (people, people)


@pytest.mark.parametrize("province_beside_city", [True, False])
def test_a_region_is_found_by_city_and_by_province(get: Get, platform: Platform, province_beside_city: bool) -> None:
    publish_edition(platform.paths, 2, k_anonymity=0, province_beside_city=province_beside_city)
    for region, people in {"990000": 24, "990100": 9, "990200": 10, "990300": 0, "980000": 0}.items():
        page = get("/v1/pool", as_="enterprise", limit=100, region=region).json()
        assert (region, page["counts"]["people"], len(page["items"])) == (region, people, people)


@pytest.mark.parametrize(
    "query",
    [
        {"occupation": "6-18-01-01", "skill": "skl-welding"},
        {"region": "990100"},
        {"available_by": "2027-06-30"},
        {"skill": "skl-nobody-has-it"},
    ],
)
def test_fewer_than_the_threshold_are_neither_listed_nor_counted(get: Get, query: dict[str, str | int]) -> None:
    page = get("/v1/pool", as_="enterprise", **query).json()
    PoolPage.model_validate(page)
    assert (page["items"], page["next"], page["counts"]) == ([], None, {"people": None, "exact": False, "text": "<10"})
    assert "10" in page["note"]["en"]
    assert "10" in page["note"]["zh"]


@pytest.mark.parametrize(("threshold", "is_shown"), [(9, True), (10, False), (None, False)])
def test_the_threshold_is_the_editions_own(get: Get, platform: Platform, threshold: int | None, is_shown: bool) -> None:
    publish_edition(platform.paths, 2, k_anonymity=threshold)
    page = get("/v1/pool", as_="enterprise", region="990100").json()
    assert (len(page["items"]), page["counts"]["people"]) == ((9, 9) if is_shown else (0, None))
    assert (page["note"] is None) is is_shown


def test_those_hidden_from_an_enterprise_do_not_count_towards_its_threshold(get: Get) -> None:
    shown = {name: get("/v1/pool", as_=name, min_level=4).json() for name in ("enterprise", "other_enterprise")}
    assert shown["enterprise"]["counts"]["people"] is None
    assert shown["other_enterprise"]["counts"]["people"] == 10


def test_a_small_page_of_many_is_shown(get: Get) -> None:
    page = get("/v1/pool", as_="enterprise", limit=1, skill="skl-welding").json()
    assert (len(page["items"]), page["counts"], page["note"]) == (1, {"people": 20, "exact": True, "text": "20"}, None)


def test_pages_of_a_filtered_pool_join_without_loss_or_repeat(get: Get) -> None:
    whole = get("/v1/pool", as_="enterprise", limit=100, skill="skl-welding").json()["items"]
    joined, page = [], get("/v1/pool", as_="enterprise", limit=7, skill="skl-welding").json()
    while True:
        joined += page["items"]
        if page["next"] is None:
            break
        page = get("/v1/pool", as_="enterprise", limit=7, skill="skl-welding", cursor=page["next"]).json()
    assert joined == whole


def test_the_cursor_shows_nothing_of_the_order(get: Get) -> None:
    # Two enterprises that could read the draw's number could join their lists by it.
    mine = get("/v1/pool", as_="other_enterprise", limit=1, region="990200").json()["next"]
    theirs = get("/v1/pool", as_="enterprise", limit=1, region="990200").json()["next"]
    assert mine != theirs
    assert "." not in mine


@pytest.mark.parametrize(
    "query",
    [{"region": "99"}, {"min_level": 0}, {"min_level": 9}, {"available_by": "soon"}, {"skill": "a b"}, {"limit": 101}],
)
def test_a_wrong_filter_is_told(get: Get, query: dict[str, str | int]) -> None:
    answer = get("/v1/pool", as_="enterprise", **query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"] == f"query.{next(iter(query))}"


def test_two_enterprises_cannot_join_the_pool_by_position(get: Get, platform: Platform) -> None:
    seen = {
        name: [
            platform.keys.person_key_of(uscc, item["candidate_id"])
            for item in get("/v1/pool", as_=name, region="990000", limit=100).json()["items"]
        ]
        for name, uscc in (("enterprise", MINE), ("other_enterprise", OTHERS))
    }
    both = set(seen["enterprise"]) & set(seen["other_enterprise"])
    mine, theirs = ([key for key in keys if key in both] for keys in seen.values())
    assert len(both) >= SMALLEST_GROUP
    # By lot one of them stands where it stood; more than half would be an order in common.
    assert sum(one == other for one, other in zip(mine, theirs, strict=True)) <= len(both) // 2
