"""Twenty editions published while clients page, export and compare: nothing fails, and every set is one edition's."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest

from api.quotas import Limits, Quota
from pipelines.store.platform import Platform
from tests.api.conftest import Clock
from tests.api.edition_changes import held_editions, set_hash
from tests.api.edition_maker import MY_VACANCIES, publish_edition
from tests.api.real_server import WAIT, Served, serving, until
from tests.api.test_export import EXPORT, key_of, lines_of

EDITIONS = 20
CANDIDATES = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"
WIDE = replace(Limits(), asking=Quota("client", 10**9, 60), exports=Quota("export", 10**9, 60), exports_at_once=9)


def size_of(edition: str) -> int:
    """How many candidates the first vacancy has in an edition: each has another number than the one before."""
    return 3 + int(edition[1:]) % 23


@pytest.fixture
def served(platform: Platform, clock: Clock) -> Iterator[Served]:
    publish_edition(platform.paths, 1, candidates=size_of("e000001"))
    with serving(platform.paths.root, limits=WIDE, clock=clock) as running:
        yield running


def page_through(http: httpx.Client) -> None:
    cursor: dict[str, str] = {}
    editions, found = set(), 0
    while True:
        page = http.get(CANDIDATES, params={"limit": 3, **cursor}).raise_for_status().json()
        editions.add(page["edition"])
        found += len(page["items"])
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    (edition,) = editions
    assert found == size_of(edition)


def export(http: httpx.Client) -> None:
    candidates, end = lines_of(http.get(EXPORT).raise_for_status())
    assert len(candidates) == end["rows"] == size_of(end["edition"])
    assert end["set_hash"] == set_hash(map(key_of, candidates))


def compare(http: httpx.Client) -> None:
    page = http.get("/v1/changes", params={"since": "e000001", "limit": 100}).raise_for_status().json()
    kinds = [item["change"] for item in page["items"]]
    grown = size_of(page["edition"]) - size_of("e000001")
    assert kinds == (["added"] * grown if grown > 0 else ["removed"] * -grown)
    assert page["rows"] == size_of(page["edition"])


def test_every_answer_is_one_editions_while_twenty_are_published(
    served: Served, platform: Platform, secrets: dict[str, tuple[str, str]]
) -> None:
    headers = served.token(secrets["enterprise"])
    over, faults, rounds = threading.Event(), list[BaseException](), list[str]()
    seen: set[str] = set()

    def keep_asking(ask: Callable[[httpx.Client], None]) -> None:
        try:
            with httpx.Client(base_url=served.address, headers=headers, timeout=WAIT) as http:
                while not over.is_set():
                    ask(http)
                    rounds.append(ask.__name__)
        except BaseException as exc:  # noqa: BLE001 - handed to the test's own thread
            faults.append(exc)

    clients = [
        threading.Thread(target=keep_asking, args=(ask,)) for ask in (page_through, export, compare, page_through)
    ]
    for client in clients:
        client.start()
    for number in range(2, EDITIONS + 2):
        rounds.clear()
        publish_edition(platform.paths, number, candidates=size_of(f"e{number:06d}"))
        until(lambda: faults or rounds)
        seen.update(rounds)
    over.set()
    for client in clients:
        client.join()
    assert not faults
    assert seen == {"page_through", "export", "compare"}
    assert httpx.get(f"{served.address}/ready", timeout=WAIT).json()["edition"] == f"e{EDITIONS + 1:06d}"
    until(lambda: held_editions() == {f"e{EDITIONS + 1:06d}"})
