import pytest
from fastapi.testclient import TestClient

from api.metrics.schemas import MetricDefinition, MetricPage
from api.reference import Page
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_maker import CITY_COLLEGE, FAR_COLLEGE, publish_edition

RATE = "/v1/metrics/destination_rate"


def test_definitions_are_listed(get: Get) -> None:
    page = get("/v1/metrics", as_="official").json()
    Page[MetricDefinition].model_validate(page)
    assert [m["metric_id"] for m in page["items"]] == ["destination_rate"]


def test_the_province_sees_every_figure_with_denominator_and_unknowns(get: Get) -> None:
    page = get(RATE, as_="official").json()
    MetricPage.model_validate(page)
    assert len(page["items"]) == 7
    whole = next(r for r in page["items"] if r["college_code"] == r["region_code"] == "*")
    assert (whole["numerator"], whole["denominator"], whole["unknown"], whole["value"]) == (80, 100, 3, "0.800000")


def test_moments_are_written_as_everywhere_else(get: Get) -> None:
    assert {r["as_of"] for r in get(RATE, as_="official").json()["items"]} == {"2026-10-01T00:00:00Z"}


def test_a_city_sees_its_own_colleges_and_no_total_of_others(get: Get) -> None:
    rows = get(RATE, as_="city_official").json()["items"]
    assert {(r["college_code"], r["region_code"]) for r in rows} == {("*", "990100"), (CITY_COLLEGE, "*")}


def test_a_city_that_holds_every_college_sees_the_total(bare: TestClient, platform: Platform, bearer: Bearer) -> None:
    publish_edition(platform.paths, 1, colleges=("990100", "990103"))
    rows = bare.get(RATE, headers=bearer("city_official")).json()["items"]
    assert ("*", "*") in {(r["college_code"], r["region_code"]) for r in rows}


@pytest.mark.parametrize(
    "regions",
    [(), ("990100",), ("990100", None), ("990100", "")],
    ids=["no college", "a college of the figures is missing", "a region is unknown", "a region is empty"],
)
def test_what_is_not_known_to_be_in_the_region_keeps_the_total_closed(
    bare: TestClient, platform: Platform, bearer: Bearer, regions: tuple[str | None, ...]
) -> None:
    publish_edition(platform.paths, 1, colleges=regions)
    headers = bearer("city_official")
    rows = bare.get(RATE, headers=headers).json()["items"]
    assert ("*", "*") not in {(r["college_code"], r["region_code"]) for r in rows}
    assert FAR_COLLEGE not in {r["college_code"] for r in rows}
    report = bare.get("/v1/editions/e000001/reports/placement", headers=headers)
    assert (report.status_code, report.json()["code"]) == (403, "not_allowed")


def test_filters_select_figures(get: Get) -> None:
    rows = get(RATE, as_="official", college_code=FAR_COLLEGE, major_class="4601").json()["items"]
    assert [(r["college_code"], r["major_class"]) for r in rows] == [(FAR_COLLEGE, "4601")]
    assert len(get(RATE, as_="official", college_code="*").json()["items"]) == 3
    assert get(RATE, as_="official", cohort="2025").json()["items"] == []
    assert len(get(RATE, as_="official", cohort="2026", cutoff_date="2026-08-31").json()["items"]) == 7


def test_figures_are_chosen_by_any_dimension(get: Get) -> None:
    rows = get(RATE, as_="official", region_code="990100", tier="*", gender="*", occupation_code="*").json()["items"]
    assert [(r["college_code"], r["region_code"]) for r in rows] == [("*", "990100")]
    assert get(RATE, as_="official", gender="female").json()["items"] == []
    assert get(RATE, as_="official", gender="Female!").status_code == 422


def test_a_figure_says_its_interval_and_that_it_has_no_bounds(get: Get) -> None:
    row = get(RATE, as_="official", region_code="990100").json()["items"][0]
    assert (row["interval"], row["bounds"]) == ({"low": "0.700000", "high": "0.900000"}, None)


def test_a_college_outside_the_region_gives_nothing(get: Get) -> None:
    assert get(RATE, as_="city_official", college_code=FAR_COLLEGE).json()["items"] == []


def test_figures_page_without_loss_or_repeat(get: Get) -> None:
    whole = get(RATE, as_="official").json()["items"]
    joined, page = [], get(RATE, as_="official", limit=2).json()
    while page["next"]:
        joined += page["items"]
        page = get(RATE, as_="official", limit=2, cursor=page["next"]).json()
    assert joined + page["items"] == whole


def test_an_unknown_metric_is_not_found(get: Get) -> None:
    assert get("/v1/metrics/no_such_rate", as_="official").json()["code"] == "not_found"
