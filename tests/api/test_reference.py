import html
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api.auth.schemas import TokenAnswer
from api.deliveries.schemas import DeliveryAnswer, Finding
from api.metrics.schemas import MetricRow
from api.pages.prose import paragraphs
from api.pool.schemas import PoolMember
from api.vacancies.schemas import Candidate, Vacancy


def test_pages_load_nothing_from_elsewhere(bare: TestClient) -> None:
    for path in ("/", "/docs"):
        answer = bare.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert not re.search(r"""(src|href)=["'](https?:)?//""", answer.text)
        assert "<script" not in answer.text


def test_the_reference_shows_every_route_of_the_document(bare: TestClient) -> None:
    page, document = bare.get("/docs").text, bare.get("/openapi.json").json()
    assert len(document["paths"]) >= 17
    assert not [path for path in document["paths"] if f"<code>{path}</code>" not in page]
    assert "接口参考" in page


def test_the_document_tells_every_error_as_a_problem(bare: TestClient) -> None:
    document = bare.get("/openapi.json").json()
    errors = [
        (path, status, response)
        for path, item in document["paths"].items()
        for operation in item.values()
        for status, response in operation["responses"].items()
        if status >= "400"
    ]
    assert errors
    for path, status, response in errors:
        assert list(response["content"]) == ["application/problem+json"], (path, status)
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_reference_in_the_document_leads_somewhere(bare: TestClient) -> None:
    text = bare.get("/openapi.json").text
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert names <= set(bare.get("/openapi.json").json()["components"]["schemas"])


def test_every_route_and_parameter_is_described(bare: TestClient) -> None:
    for path, item in bare.get("/openapi.json").json()["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert re.search(r"[\u4e00-\u9fff]", operation["summary"]), path


def test_the_framework_sends_no_telemetry(bare: TestClient) -> None:
    assert isinstance(bare.app, FastAPI)
    assert not bare.app._native_telemetry.enabled()


def test_the_first_page_shows_a_call_for_each_role_at_its_own_address(http: TestClient) -> None:
    page = http.get("/", headers={"Host": "reserve.example:8443"}).text
    assert "{here}" not in page
    for path in ("/oauth/token", "/v1/vacancies", "/v1/deliveries", "/v1/metrics/", "/v1/editions/e000001/reports/"):
        assert f"http://reserve.example:8443{path}" in page


def test_an_address_cannot_bring_markup_into_the_first_page(bare: TestClient) -> None:
    assert "<b>" not in bare.get("/", headers={"Host": "x<b>y"}).text


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_answers_head_as_get_without_a_body(bare: TestClient, path: str) -> None:
    answer = bare.head(path)
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_reference_leads_to_each_route_and_every_link_in_it_leads_somewhere(bare: TestClient) -> None:
    page = bare.get("/docs").text
    anchors = re.findall(r' id="([^"]+)"', page)
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert len(anchors) == len(set(anchors))
    assert links <= set(anchors)
    assert set(re.findall(r'<section id="([^"]+)"', page)) <= links


def test_the_reference_renders_code_and_tells_common_problems_once(bare: TestClient) -> None:
    page = bare.get("/docs").text
    assert "`" not in page
    assert page.count("<code>not_authenticated</code>") == 1
    assert page.count("<code>bad_cursor</code>") > 1
    assert '"score": 805000' in html.unescape(page)


def test_every_field_of_every_schema_is_described_in_both_languages(bare: TestClient) -> None:
    schemas = bare.get("/openapi.json").json()["components"]["schemas"]
    fields = [
        (name, field, entry.get("description", ""))
        for name, schema in schemas.items()
        for field, entry in schema.get("properties", {}).items()
    ]
    assert fields
    assert not [f for f in fields if not re.search(r"[a-zA-Z].*[\u4e00-\u9fff]", f[2])]


@pytest.mark.parametrize("model", [Candidate, DeliveryAnswer, Finding, MetricRow, PoolMember, TokenAnswer, Vacancy])
def test_every_example_is_an_answer(model: type[BaseModel]) -> None:
    model.model_validate(model.model_json_schema()["example"], extra="forbid")


def test_the_example_score_is_the_sum_of_weight_times_points() -> None:
    made = Candidate.model_validate(Candidate.model_json_schema()["example"])
    assert made.components
    assert made.score == sum(c.points * c.weight for c in made.components.values())


def test_a_description_is_text_but_for_its_code() -> None:
    assert paragraphs("a `b<c` <i>\n\nd") == "<p>a <code>b&lt;c</code> &lt;i&gt;</p><p>d</p>"
