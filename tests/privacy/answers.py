"""Ask for everything the API can answer: every GET route, as every organisation of every role, to the last page.

The routes are those of the OpenAPI document: one that nobody asks for fails the test. What is packed (Parquet, Excel)
is handed on as its text.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import httpx
import polars as pl

from pipelines.store.editions import current_edition
from pipelines.store.ledger import Role
from pipelines.store.platform import Platform
from tests.privacy.search import CELL

SAME_FOR_ALL = ("/v1/contracts", "/v1/contracts/{feed}", "/v1/contracts/{feed}/template")
"""What says the same to every organisation: one of each role asks."""

REPORTS = ("placement", "fairness")
CONTACT = "/v1/introductions/{introduction_id}/contact"
"""Shown to nobody before a consent."""

WORKBOOK = "/v1/deliveries/{delivery_no}/findings/workbook"
_VARIANTS: dict[str, list[dict[str, str]]] = {
    "/v1/export/candidates": [{"format": "ndjson"}, {"format": "csv"}, {"format": "parquet"}],
    "/v1/changes": [{"since": "e000001"}],
    "/v1/editions/{edition}/reports/{report}": [{"lang": "en"}, {"lang": "zh"}],
    "/v1/pool": [{}, {"occupation": "6-18-01-01"}, {"min_level": "8"}],
}
_WRONG: list[dict[str, str]] = [{"limit": "x"}, {"cursor": "x"}, {"nobody": "x"}]


class Asks(Protocol):
    """What a client of HTTP can do, in this process or over a socket."""

    def get(self, url: str, *, params: Any = None, headers: Any = None) -> httpx.Response: ...

    def post(self, url: str, *, data: Any = None, json: Any = None, headers: Any = None) -> httpx.Response: ...


@dataclass(frozen=True)
class Caller:
    """A client of one organisation with its token."""

    role: Role
    org: str
    headers: dict[str, str]


@dataclass
class Answers:
    """What was answered: bytes by who asked what, and which routes were asked."""

    said: dict[str, bytes] = field(default_factory=dict)
    workbooks: dict[int, bytes] = field(default_factory=dict)
    shown: Counter[str] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)


def callers(http: Asks, platform: Platform) -> list[Caller]:
    """Return a new approved client of every organisation that the edition or a delivery names."""
    edition = current_edition(platform.paths)
    assert edition is not None
    with sqlite3.connect(f"file:{edition.folder}/edition.sqlite?mode=ro&immutable=1", uri=True) as answers:
        enterprises = [row[0] for row in answers.execute("select distinct uscc from vacancy order by uscc")]
        colleges = [row[0] for row in answers.execute("select institution_code from college order by 1")]
    orgs: list[tuple[Role, str]] = [("enterprise", uscc) for uscc in enterprises]
    orgs += [("college", code) for code in colleges]
    orgs += [("official", "990000"), ("official", "990100"), ("steward", "990000")]
    return [caller(http, platform, role, org) for role, org in orgs]


def caller(http: Asks, platform: Platform, role: Role, org: str) -> Caller:
    now = datetime.now(UTC)
    client, secret = platform.ledger.clients.add(role, org, now)
    if role == "enterprise":
        platform.ledger.clients.approve(client.client_id, now)
    form = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    answer = http.post("/oauth/token", data=form)
    assert answer.status_code == 200, answer.text
    return Caller(role, org, {"Authorization": f"Bearer {answer.json()['access_token']}"})


def everything_answered(
    http: Asks, asking: list[Caller], *, workbooks: int, contact_is_open: bool = False, has_earlier_edition: bool = True
) -> Answers:
    """Ask for everything.

    Args:
        http: The server.
        asking: As whom.
        workbooks: How many annotated workbooks to ask for: each is made by a process of its own.
        contact_is_open: Whether anybody has consented to anything.
        has_earlier_edition: Whether the people of an edition before the one in service are still there to compare with.
    """
    answers = Answers()
    routes = [path for path, methods in http.get("/openapi.json").json()["paths"].items() if "get" in methods]
    roles: set[Role] = set()
    for one in asking:
        is_first = one.role not in roles
        roles.add(one.role)
        for route in routes:
            if route in SAME_FOR_ALL and not is_first:
                continue
            for path, query in _asked(http, one, route, routes):
                if route != WORKBOOK or len(answers.workbooks) < workbooks:
                    _to_the_last_page(http, one, route, path, query, answers)
            if is_first:
                _problems(http, one, route, answers)
    for path in ("/", "/docs", "/openapi.json"):
        answers.said[path] = http.get(path).content
    unshown = set(routes) - set(answers.shown)
    may_be_empty = ((CONTACT, contact_is_open), (WORKBOOK, workbooks), ("/v1/changes", has_earlier_edition))
    expected = {route for route, is_shown in may_be_empty if not is_shown}
    assert unshown == expected, f"routes that showed nothing: {sorted(unshown)}, not {sorted(expected)}"
    return answers


def _asked(http: Asks, one: Caller, route: str, routes: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    variants = _VARIANTS.get(route, [{}])
    head, brace, rest = route.partition("/{")
    if not brace:
        yield from ((route, query) for query in variants)
        return
    name, _, tail = rest.partition("}")
    for item in _items(http, one, head) if head in routes else []:
        if name == "edition":
            filled = [f"{head}/{item['edition']}/reports/{report}" for report in REPORTS]
        else:
            filled = [f"{head}/{item[name]}{tail}"]
        yield from ((path, query) for path in filled for query in variants)


def _items(http: Asks, one: Caller, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    query = {"limit": "100"}
    while True:
        answer = http.get(path, params=query, headers=one.headers)
        if answer.status_code != 200:
            return items
        items += answer.json()["items"]
        if answer.json()["next"] is None:
            return items
        query["cursor"] = answer.json()["next"]


def _to_the_last_page(http: Asks, one: Caller, route: str, path: str, query: dict[str, str], answers: Answers) -> None:
    cursor: dict[str, str] = {}
    for page in range(10_000):
        answer = http.get(path, params=query | cursor, headers=one.headers)
        if answer.status_code == 200:
            answers.shown[route] += 1
        else:
            answers.refused[answer.status_code] += 1
        body = f"{dict(answer.headers)}\n".encode() + text_of(answer)
        if route == WORKBOOK and answer.status_code == 200:
            answers.workbooks[int(path.split("/")[3])] = body
        else:
            answers.said[f"{one.role} {one.org} {path} {query} {page}"] = body
        is_page = answer.headers.get("content-type", "").startswith("application/json")
        if not (is_page and answer.json().get("next")):
            return
        cursor = {"cursor": answer.json()["next"]}
    raise AssertionError(f"{path} has no last page")


def _problems(http: Asks, one: Caller, route: str, answers: Answers) -> None:
    path = route.replace("{delivery_no}", "999999").replace("{", "").replace("}", "")
    asked = [({}, {}), *((query, one.headers) for query in _WRONG)]
    for number, (query, headers) in enumerate(asked):
        answer = http.get(path, params=query, headers=headers)
        answers.said[f"{one.role} {one.org} {route} problem {number}"] = answer.content
        answers.refused[answer.status_code] += 1


def text_of(answer: httpx.Response) -> bytes:
    """Return what an answer says, unpacked."""
    kind = answer.headers.get("content-type", "")
    if "parquet" in kind:
        return answer.content + table_text(pl.read_parquet(io.BytesIO(answer.content)))
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return b"\n".join(book.read(name) for name in book.namelist())
    return answer.content


def table_text(table: pl.DataFrame) -> bytes:
    """Return every cell of a table as text."""
    cells = (CELL.join(str(cell) for cell in row) for row in table.rows())
    return f"{CELL}{CELL.join(cells)}{CELL}".encode()
