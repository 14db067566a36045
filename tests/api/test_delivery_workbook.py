"""A delivery's file given back with its faults marked: to its own sender alone, and leaving nothing behind."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import pytest
from fastapi.testclient import TestClient

from data_contracts.loader import HOME
from pipelines.intake.delivery.deliver import DeliveryRequest, deliver
from pipelines.intake.layout.not_data import own_sheet_name
from pipelines.intake.mapping import load_mapping
from pipelines.store.landing import landed_file
from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer
from tests.api.edition_maker import CITY_COLLEGE, MINE

HEADER = "institution_code,student_no,pool_consent,consent_version,consent_date,consent_evidence,seeking\n"
FAULTY = HEADER + "".join(
    f"{CITY_COLLEGE},S{n:03d},{'perhaps' if n == 7 else 'yes'},v1,2026-09-01,form {n},seeking\n" for n in range(20)
)
CAUSES, FINDINGS = own_sheet_name("causes"), own_sheet_name("findings")

Workbook = Callable[[str], httpx.Response]


@pytest.fixture
def workbook(bare: TestClient, bearer: Bearer) -> Workbook:
    """Send the faulty file as the college and ask for its workbook as somebody."""
    form = {"feed": "job_intention", "period": "2026-09"}
    files = {"file": ("a.csv", FAULTY.encode(), "text/csv")}
    sent = bare.post("/v1/deliveries", data=form, files=files, headers=bearer("college"))
    assert sent.status_code == 201, sent.text

    def ask(as_: str) -> httpx.Response:
        answer: httpx.Response = bare.get(f"{sent.headers['location']}/findings/workbook", headers=bearer(as_))
        return answer

    return ask


def test_the_sender_gets_its_own_sheet_with_the_faulty_cell_marked(workbook: Workbook, platform: Platform) -> None:
    answer = workbook("college")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "delivery-1.xlsx" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == [CAUSES, "数据", FINDINGS]
    cell = book["数据"]["C9"]
    assert (cell.value, cell.fill.fill_type) == ("perhaps", "solid")
    assert cell.comment is not None
    assert list(Path(platform.paths.incoming).iterdir()) == []


def test_nobody_else_gets_it(workbook: Workbook) -> None:
    assert workbook("other_college").status_code == 404
    assert workbook("steward").status_code == 404


def test_without_the_file_the_causes_come_alone(workbook: Workbook, platform: Platform) -> None:
    for path in landed_file(platform.paths, "0" * 64).parent.parent.rglob("*.sealed"):
        path.unlink()
    book = openpyxl.load_workbook(BytesIO(workbook("college").content))
    assert book.sheetnames == [CAUSES, FINDINGS]


def test_what_was_not_checked_stands_on_the_first_sheet(workbook: Workbook) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook("college").content))
    told = [str(row[0]) for row in book[CAUSES].iter_rows(values_only=True)]
    assert any("Not checked" in text and "column absent" in text for text in told)


def test_of_a_file_in_a_foreign_layout_the_causes_come_alone(
    bare: TestClient, bearer: Bearer, platform: Platform, tmp_path: Path
) -> None:
    export = tmp_path / "export.csv"
    export.write_text("title,salary,jobPlace,company\n维修电工,面谈,远方,示范机电有限公司\n", encoding="utf-8")
    request = DeliveryRequest(
        feed="vacancy",
        file=export,
        file_name=export.name,
        sender=MINE,
        sender_role="enterprise",
        period="2026-09",
        received_at=START,
        mapping=load_mapping(HOME / "mappings" / "job_board.yaml"),
    )
    delivery = deliver(platform, request).delivery
    assert delivery.mapping
    answer = bare.get(f"/v1/deliveries/{delivery.delivery_no}/findings/workbook", headers=bearer("enterprise"))
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames == [CAUSES, FINDINGS]
