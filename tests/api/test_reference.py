import re

from fastapi import FastAPI
from fastapi.testclient import TestClient


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
