"""The audit: list views within a second, nothing lost, nothing shown that cannot be recorded, and who may read it."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.audit.left_over import LeftOver
from api.audit.writer import AuditWriter
from api.faults import AuditBehind
from pipelines.store.ledger import AuditEntry
from pipelines.store.platform import Platform
from tests.api.conftest import START, Bearer, Clock, Get
from tests.api.edition_maker import CITY_COLLEGE, FAR_COLLEGE, MINE, MY_VACANCIES, OTHERS, PEOPLE
from tests.registers import deliver_colleges, deliver_enterprises

CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"


def entry(number: int = 0, **values: object) -> AuditEntry:
    made: dict[str, object] = {
        "client_id": "tr-0123456789ab",
        "role": "enterprise",
        "org": MINE,
        "action": "pool_listed",
        "subject": "pool",
        "request_id": f"request-{number}",
        "recorded_at": START,
        "row_count": number,
    }
    return AuditEntry(**made | values)  # type: ignore[arg-type]  # of the right types


def soon(condition: Callable[[], bool], *, within: float = 10) -> float:
    """Wait until a condition holds; return how long that took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within, "it did not come true in time"
        time.sleep(0.01)
    return time.monotonic() - began


class Ledger:
    """Takes batches while it is up."""

    def __init__(self) -> None:
        self.taken: list[AuditEntry] = []
        self.batches: list[int] = []
        self.up = threading.Event()
        self.up.set()

    def append(self, entries: Sequence[AuditEntry]) -> None:
        if not self.up.is_set():
            raise ConnectionError("down")
        self.taken += entries
        self.batches.append(len(entries))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_a_list_view_is_on_record_within_a_second_with_who_what_and_how_many(
    platform: Platform, get: Get, secrets: dict[str, tuple[str, str]]
) -> None:
    sent = {"X-Request-ID": "hr-system-0001"}
    shown = get(CANDIDATES, as_="enterprise", headers=sent, limit=3)
    assert shown.status_code == 200
    assert soon(lambda: len(platform.ledger.audit.page()) == 1) < 1.0
    (found,) = platform.ledger.audit.page()
    assert (found.client_id, found.role, found.org) == (secrets["enterprise"][0], "enterprise", MINE)
    assert (found.action, found.subject, found.row_count) == ("candidates_listed", MY_VACANCIES[0], 3)
    assert (found.person_key, found.request_id) == (None, "hr-system-0001")
    get("/v1/pool", as_="enterprise")
    soon(lambda: [e.action for e in platform.ledger.audit.page()] == ["candidates_listed", "pool_listed"])


def test_what_is_not_shown_is_not_on_record(platform: Platform, get: Get) -> None:
    tag = get(CANDIDATES, as_="enterprise").headers["etag"]
    assert get(CANDIDATES, as_="enterprise", headers={"If-None-Match": tag}).status_code == 304
    assert get(CANDIDATES, as_="other_enterprise").status_code == 404
    assert get("/v1/vacancies", as_="enterprise").status_code == 200
    soon(lambda: len(platform.ledger.audit.page()) == 1)
    time.sleep(0.5)
    assert len(platform.ledger.audit.page()) == 1


def test_what_is_waiting_at_shutdown_is_written_first(platform: Platform, secrets: dict[str, tuple[str, str]]) -> None:
    from tests.api.edition_maker import publish_edition

    publish_edition(platform.paths, 1)
    with TestClient(create_app(platform.paths.root, clock=Clock())) as http:
        form = {"grant_type": "client_credentials"}
        token = http.post("/oauth/token", data=form, auth=secrets["enterprise"]).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        for _ in range(20):
            assert http.get(CANDIDATES, headers=headers).status_code == 200
    assert len(platform.ledger.audit.page()) == 20


def test_batches_keep_their_order_and_are_few(ledger: Ledger, tmp_path: Path) -> None:
    writer = AuditWriter(ledger.append, LeftOver(tmp_path))
    writer.start()
    for number in range(5000):
        writer.add(entry(number))
    writer.close()
    assert [e.row_count for e in ledger.taken] == list(range(5000))
    assert len(ledger.batches) <= 10


def test_what_comes_while_a_batch_is_written_waits_for_the_next(tmp_path: Path) -> None:
    batches: list[int] = []

    def append(entries: Sequence[AuditEntry]) -> None:
        batches.append(len(entries))
        # As long as a busy ledger takes, in which more comes.
        time.sleep(0.02)

    writer = AuditWriter(append, LeftOver(tmp_path), gather=0.25)
    writer.start()
    end, number = time.monotonic() + 1, 0
    while time.monotonic() < end:
        writer.add(entry(number))
        number += 1
        time.sleep(0.001)
    writer.close()
    assert sum(batches) == number
    assert len(batches) <= 6


def test_a_full_queue_refuses_and_takes_again_when_the_ledger_is_back(ledger: Ledger, tmp_path: Path) -> None:
    ledger.up.clear()
    writer = AuditWriter(ledger.append, LeftOver(tmp_path), most=3)
    writer.start()
    for number in range(3):
        writer.add(entry(number))
    with pytest.raises(AuditBehind):
        writer.add(entry(3))
    assert writer.waiting == 3
    soon(lambda: writer.lag > 0.1)
    ledger.up.set()
    soon(lambda: writer.waiting == 0)
    assert writer.lag == 0
    writer.add(entry(3))
    writer.close()
    assert [e.row_count for e in ledger.taken] == [0, 1, 2, 3]


def test_what_the_ledger_does_not_take_at_the_end_the_next_server_writes(ledger: Ledger, tmp_path: Path) -> None:
    ledger.up.clear()
    first = AuditWriter(ledger.append, LeftOver(tmp_path))
    first.start()
    for number in range(3):
        first.add(entry(number, recorded_at=START + timedelta(seconds=number)))
    first.close()
    with pytest.raises(AuditBehind):
        first.add(entry(9))
    (kept,) = tmp_path.glob("*.jsonl")
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 3
    second = AuditWriter(ledger.append, LeftOver(tmp_path))
    second.start()
    time.sleep(0.4)
    assert kept.exists()
    ledger.up.set()
    soon(lambda: len(ledger.taken) == 3)
    second.close()
    assert ledger.taken == [entry(n, recorded_at=START + timedelta(seconds=n)) for n in range(3)]
    assert not list(tmp_path.glob("*.jsonl"))


def test_many_threads_lose_nothing(ledger: Ledger, tmp_path: Path) -> None:
    writer = AuditWriter(ledger.append, LeftOver(tmp_path))
    writer.start()

    def add(base: int) -> None:
        for number in range(500):
            writer.add(entry(base + number))

    threads = [threading.Thread(target=add, args=(1000 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    assert sorted(e.row_count for e in ledger.taken) == sorted(1000 * b + n for b in range(8) for n in range(500))


def test_an_entry_about_one_person_is_never_gathered(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="before the answer"):
        AuditWriter(ledger.append, LeftOver(tmp_path)).add(entry(person_key=PEOPLE[0]))


def test_a_list_that_cannot_be_recorded_is_refused(
    http: TestClient, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http.app.state.opening.services.audit, "_most", 0)  # type: ignore[attr-defined]  # a FastAPI
    for path in (CANDIDATES, "/v1/pool"):
        answer = http.get(path, headers=bearer("enterprise"))
        assert (answer.status_code, answer.json()["code"]) == (503, "audit_behind")
        assert answer.headers["retry-after"] == "5"
        assert "items" not in answer.json()


def test_officials_read_counts_and_pseudonyms_of_their_own(platform: Platform, get: Get) -> None:
    platform.ledger.audit.append([entry(3), entry(4, action="contact_viewed", person_key=PEOPLE[3], subject="i_abc")])
    answer = get("/v1/audit", as_="official")
    assert (answer.status_code, answer.json()["edition"], answer.json()["next"]) == (200, None, None)
    assert answer.headers["cache-control"] == "no-store"
    listed, viewed = answer.json()["items"]
    assert listed == {
        "entry_no": 1,
        "recorded_at": "2026-10-05T08:00:00Z",
        "client_id": "tr-0123456789ab",
        "role": "enterprise",
        "organisation": MINE,
        "action": "pool_listed",
        "subject": "pool",
        "person": None,
        "rows": 3,
        "request_id": "request-3",
    }
    assert viewed["person"].startswith("c_")
    assert PEOPLE[3] not in answer.text
    # The same person is another one in every enterprise's lists.
    assert viewed["person"] not in {platform.keys.candidate_id(org, PEOPLE[3]) for org in (MINE, OTHERS)}
    for role in ("enterprise", "college", "steward"):
        assert get("/v1/audit", as_=role).status_code == 403


def test_reading_the_audit_is_on_record_and_a_walk_through_it_ends(platform: Platform, get: Get) -> None:
    platform.ledger.audit.append([entry(n) for n in range(5)])
    seen, cursor = [], None
    for pages in range(1, 9):
        page = get("/v1/audit", as_="official", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [e["entry_no"] for e in page["items"]]
        wanted = 5 + pages
        soon(lambda: platform.ledger.audit.newest() == wanted)  # noqa: B023 - called at once
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == [1, 2, 3, 4, 5]
    read = [e for e in platform.ledger.audit.page() if e.action == "audit_read"]
    assert [e.row_count for e in read] == [2, 2, 1]


def test_the_audit_is_filtered_by_time_client_action_and_organisation(platform: Platform, get: Get) -> None:
    entries = [
        entry(1),
        entry(2, recorded_at=START + timedelta(hours=1), client_id="tr-ffffffffffff", org=OTHERS),
        entry(3, recorded_at=START + timedelta(hours=2), action="candidates_listed"),
    ]
    platform.ledger.audit.append(entries)

    def numbers(**query: str) -> list[int]:
        items = get("/v1/audit", as_="official", **query).json()["items"]
        return [e["rows"] for e in items if e["action"] != "audit_read"]

    assert numbers(since="2026-10-05T09:00:00Z") == [2, 3]
    assert numbers(until="2026-10-05T09:00:00Z") == [1]
    assert numbers(since="2026-10-05T17:00:00+08:00", until="2026-10-05T10:00:00") == [2]
    assert numbers(client_id="tr-ffffffffffff") == [2]
    assert numbers(action="candidates_listed") == [3]
    assert numbers(organisation=MINE) == [1, 3]
    assert numbers(since="0001-01-01T00:00:00+14:00", until="9999-12-31T23:59:59-14:00") == [1, 2, 3]


@pytest.mark.parametrize(
    "query", [{"since": "soon"}, {"client_id": "tr-' or 1=1"}, {"action": "all"}, {"organisation": "%"}, {"org": "x"}]
)
def test_a_broken_filter_is_told(get: Get, query: dict[str, str]) -> None:
    answer = get("/v1/audit", as_="official", **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_an_official_reads_of_the_own_region_and_the_top_reads_all(platform: Platform, get: Get) -> None:
    deliver_enterprises(platform, {MINE: "990102", OTHERS: "990201"}, at=START)
    deliver_colleges(platform, {CITY_COLLEGE: "990101", FAR_COLLEGE: "990200"}, at=START)
    nowhere = "91990000MA0000009Z"
    orgs = [MINE, OTHERS, CITY_COLLEGE, nowhere]
    platform.ledger.clients.add("enterprise", nowhere, START)
    platform.ledger.audit.append([entry(n, org=org) for n, org in enumerate(orgs)])

    def seen(as_: str, **query: str) -> list[str]:
        items = get("/v1/audit", as_=as_, **query).json()["items"]
        return [e["organisation"] for e in items if e["action"] != "audit_read"]

    assert seen("official") == orgs
    assert seen("city_official") == [MINE, CITY_COLLEGE]
    assert seen("city_official", organisation=OTHERS) == []
    deliver_enterprises(platform, {MINE: "990201", OTHERS: "990102"}, at=START + timedelta(hours=1))
    assert seen("city_official") == [OTHERS, CITY_COLLEGE]


def test_no_personal_word_reaches_the_file_of_what_is_left(tmp_path: Path) -> None:
    LeftOver(tmp_path).keep([entry(1)])
    (kept,) = tmp_path.glob("*.jsonl")
    values = json.loads(kept.read_text(encoding="utf-8"))
    assert values["person_key"] is None
    assert set(values) == set(AuditEntry.__dataclass_fields__)
