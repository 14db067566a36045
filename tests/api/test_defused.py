"""What a spreadsheet would run comes back defused: from an edition in CSV, from an upload in its annotated workbook."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import httpx
import openpyxl
import pytest
from fastapi.testclient import TestClient

from pipelines.store.platform import Platform
from tests.api.conftest import Bearer, Get
from tests.api.edition_changes import write
from tests.api.edition_maker import CITY_COLLEGE, MY_VACANCIES, publish_edition
from tests.api.payloads import FORMULA_SIGNS, FORMULAS, PATHS
from tests.api.test_export import EXPORT
from tests.api.world import running

OURS = {"candidate_id", "vacancy_id", "status"}
"""Columns of the export whose text is made here: ids and a word of a closed list, none beginning with such a sign."""
FIELDS = ("consent_version", "consent_evidence", "consent_date", "seeking", "student_no", "pool_consent")
Send = Callable[[str, str], httpx.Response]
HEADER = f"institution_code,{','.join(FIELDS)}\n"


def poisoned(part: Any, formula: str) -> Any:
    """A body in which every text is a formula."""
    if isinstance(part, dict):
        return {name: poisoned(inner, formula) for name, inner in part.items()}
    if isinstance(part, list):
        return [poisoned(inner, formula) for inner in part] or [formula]
    return formula if isinstance(part, str) else part


def test_every_text_of_an_edition_is_defused_in_csv(platform: Platform, get: Get) -> None:
    plain = get(EXPORT, as_="enterprise").text.splitlines()[0]
    members = {key: value for key, value in json.loads(plain).items() if key not in OURS}
    name = publish_edition(platform.paths, 2, candidates=len(FORMULAS))
    sql = "update candidate set body = ? where vacancy_id = ? and rank = ?"
    bodies = [json.dumps(poisoned(members, formula) | {"rank": n}) for n, formula in enumerate(FORMULAS, start=1)]
    write(platform, name, *((sql, (body, MY_VACANCIES[0], n)) for n, body in enumerate(bodies, start=1)))
    text = get(EXPORT, as_="enterprise", format="csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(FORMULAS)
    for row, formula in zip(rows, FORMULAS, strict=True):
        texts = {column: value for column, value in row.items() if formula in value}
        assert len(texts) >= 9, "texts of skills, profile and explanation"
        assert {value[0] for value in texts.values()} == {"'"}
        assert not [value for value in row.values() if value.startswith(FORMULA_SIGNS)]
        assert not [column for column in OURS if formula in row[column]]


@pytest.fixture
def sent(bare: TestClient, bearer: Bearer) -> Send:
    def send(text: str, file_name: str) -> httpx.Response:
        form = {"feed": "job_intention", "period": "2026-09"}
        files = {"file": (file_name, text.encode(), "text/csv")}
        answer: httpx.Response = bare.post("/v1/deliveries", data=form, files=files, headers=bearer("college"))
        return answer

    return send


def test_every_cell_of_an_upload_comes_back_as_text_in_its_workbook(
    sent: Send, bare: TestClient, bearer: Bearer
) -> None:
    quoted = [formula.replace('"', '""') for formula in FORMULAS]
    text = HEADER + "".join(f"{CITY_COLLEGE}," + ",".join([f'"{formula}"'] * len(FIELDS)) + "\n" for formula in quoted)
    answer = sent(text, f"{FORMULAS[0]}.csv")
    assert answer.status_code == 201, answer.text
    place = answer.headers["location"]
    findings = bare.get(f"{place}/findings", headers=bearer("college"))
    assert len(findings.json()["items"]) >= len(FORMULAS)
    workbook = bare.get(f"{place}/findings/workbook", headers=bearer("college"))
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        links = [name for name in parts.namelist() if "externalLink" in name]
    assert len(sheets) == 3
    assert not [found for sheet in sheets for found in re.findall(r"<f[ >/]", sheet)]
    assert not links
    book = openpyxl.load_workbook(io.BytesIO(workbook.content))
    cells = [cell for row in book["数据"].iter_rows() for cell in row if str(cell.value).startswith(FORMULA_SIGNS[:4])]
    assert len(cells) >= 4 * (len(FIELDS) - 1)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_the_name_of_a_file_stays_a_name(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("names")
    with running(folder / "data") as world:
        around = set(folder.iterdir())
        for number, name in enumerate((*PATHS, FORMULAS[0], "a\r\nX-Injected: 1.csv", "CON", "..", "")):
            form = {"feed": "job_intention", "period": "2026-07"}
            files = {"file": (name, f"a,b\n1,{number}\n".encode(), "text/csv")}
            answer = world.http.post("/v1/deliveries", data=form, files=files, headers=world.tokens["college"])
            # A part without a name is a field and no file.
            assert answer.status_code == (201 if name else 400), (name, answer.text)
            if name:
                kept = answer.json()["file_name"]
                assert not re.search(r"[/\\\x00-\x1f]", kept), name
                assert "x-injected" not in answer.headers
        assert set(folder.iterdir()) == around
        written = [path.name for path in (folder / "data").rglob("*")]
        assert not [name for name in written if "zq7mark" in name or "passwd" in name or name == "CON"]
