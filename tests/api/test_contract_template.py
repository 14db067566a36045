from io import BytesIO

import openpyxl
import pytest

from data_contracts.loader import feed_names, load_contract
from pipelines.intake.template import DATA_SHEET
from tests.api.conftest import Get

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("feed", feed_names())
def test_every_feed_has_a_workbook_to_fill_in(get: Get, feed: str) -> None:
    answer = get(f"/v1/contracts/{feed}/template", as_="college")
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    book = openpyxl.load_workbook(BytesIO(answer.content), read_only=True)
    assert book.properties.subject == feed
    assert book.sheetnames[0] == DATA_SHEET


def test_the_workbook_is_saved_under_a_name_with_feed_and_version(get: Get) -> None:
    said = get("/v1/contracts/enrolment/template", as_="enterprise").headers["content-disposition"]
    assert said.startswith(f'attachment; filename="enrolment-{load_contract("enrolment").version}.xlsx"')
    assert "filename*=UTF-8''%E5%AD%A6%E7%B1%8D" in said


def test_a_held_workbook_is_not_sent_again(get: Get) -> None:
    tag = get("/v1/contracts/enrolment/template", as_="college").headers["etag"]
    again = get("/v1/contracts/enrolment/template", as_="college", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert get("/v1/contracts/vacancy/template", as_="college").headers["etag"] != tag


def test_a_feed_that_is_not_there_has_no_workbook(get: Get) -> None:
    answer = get("/v1/contracts/no_such_feed/template", as_="college")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_query_is_refused(get: Get) -> None:
    assert get("/v1/contracts/enrolment/template", as_="college", lang="zh").status_code == 422
