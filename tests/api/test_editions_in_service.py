import os
import shutil
import sqlite3
import threading

import pytest
from fastapi.testclient import TestClient

from api import editions as editions_module
from api.editions import EditionsInService
from pipelines.store.platform import Platform
from tests.api.conftest import Bearer
from tests.api.edition_maker import MY_VACANCIES, point_to, publish_edition


def test_without_an_edition_the_service_lives_and_says_why(bare: TestClient, bearer: Bearer) -> None:
    assert bare.get("/health").json() == {"status": "ok"}
    for path in ("/ready", "/v1/vacancies", "/v1/pool"):
        answer = bare.get(path, headers=bearer("enterprise"))
        assert (answer.status_code, answer.json()["code"]) == (503, "no_edition")
        assert "talent run" in answer.json()["messages"]["zh"]
        assert "edition" not in answer.json()


def test_the_first_edition_is_picked_up_without_a_restart(bare: TestClient, platform: Platform) -> None:
    assert bare.get("/ready").status_code == 503
    publish_edition(platform.paths, 1)
    assert bare.get("/ready").json() == {"status": "ready", "edition": "e000001", "as_of": "2026-10-01T00:00:00Z"}


def test_a_new_edition_is_followed(http: TestClient, platform: Platform, bearer: Bearer) -> None:
    path = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"
    before = http.get(path, headers=bearer("enterprise")).json()
    publish_edition(platform.paths, 2, candidates=7)
    after = http.get(path, headers=bearer("enterprise")).json()
    assert (before["edition"], len(before["items"])) == ("e000001", 5)
    assert (after["edition"], len(after["items"])) == ("e000002", 7)


@pytest.mark.parametrize("fault", ["missing", "garbage", "partial", "pointer"])
def test_a_broken_new_edition_keeps_the_last_good_one(
    http: TestClient, platform: Platform, bearer: Bearer, fault: str
) -> None:
    assert http.get("/ready").json()["edition"] == "e000001"
    paths = platform.paths
    folder = paths.editions / "e000002"
    folder.mkdir()
    if fault == "garbage":
        (folder / "edition.sqlite").write_bytes(os.urandom(4096))
    if fault == "partial":
        shutil.copy(paths.editions / "e000001" / "edition.sqlite", folder / "edition.sqlite")
    if fault == "pointer":
        paths.current_pointer.write_text("{", encoding="utf-8")
    else:
        point_to(paths, "e000002", 2)
    ready = http.get("/ready").json()
    assert (ready["status"], ready["edition"]) == ("behind", "e000001")
    assert str(paths.root) not in ready["reason"]["en"]
    answer = http.get("/v1/vacancies", headers=bearer("enterprise"))
    assert (answer.status_code, answer.json()["edition"]) == (200, "e000001")


def test_a_broken_first_edition_is_a_503_with_the_reason(bare: TestClient, platform: Platform) -> None:
    (platform.paths.editions / "e000001").mkdir()
    point_to(platform.paths, "e000001")
    answer = bare.get("/ready")
    assert answer.status_code == 503
    assert "e000001" in answer.json()["detail"]


def test_a_mended_edition_is_tried_again(bare: TestClient, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    point_to(platform.paths, "e000001")
    assert bare.get("/ready").status_code == 503
    monkeypatch.setattr(editions_module, "_RETRY_SECONDS", 0.0)
    kept = platform.paths.current_pointer.read_bytes(), platform.paths.current_pointer.stat()
    publish_edition(platform.paths, 1)
    os.utime(platform.paths.current_pointer, ns=(kept[1].st_atime_ns, kept[1].st_mtime_ns))
    assert bare.get("/ready").status_code == 200


def test_a_reader_keeps_its_edition_open_until_it_is_done(platform: Platform) -> None:
    publish_edition(platform.paths, 1)
    served = EditionsInService(platform.paths)
    with served.lease() as old:
        publish_edition(platform.paths, 2)
        with served.lease() as new:
            assert (old.edition, new.edition) == ("e000001", "e000002")
        assert old.connection.execute("select count(*) from vacancy").fetchone()[0] == 6
    with pytest.raises(sqlite3.ProgrammingError):
        old.connection.execute("select 1")
    served.close()


def test_no_request_fails_or_mixes_editions_while_they_change(platform: Platform) -> None:
    publish_edition(platform.paths, 1)
    served = EditionsInService(platform.paths)
    done, faults = threading.Event(), list[BaseException]()

    def read() -> None:
        try:
            while not done.is_set():
                with served.lease() as lease:
                    row = lease.connection.execute("select value from edition_info where key = 'edition'").fetchone()
                    assert row[0] == lease.edition
        except BaseException as exc:  # noqa: BLE001 - handed to the test's own thread
            faults.append(exc)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 12):
        publish_edition(platform.paths, number)
    done.set()
    for reader in readers:
        reader.join()
    served.refresh()
    assert not faults
    assert served.name == "e000011"


def damage(platform: Platform, name: str) -> None:
    """Overwrite all of an edition's file but its first page."""
    file = platform.paths.editions / name / "edition.sqlite"
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (size - 4096))


def test_an_edition_that_is_damaged_in_service_gives_way_to_the_one_before(
    http: TestClient, platform: Platform, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions_module, "_RETRY_SECONDS", 0.0)
    headers = bearer("enterprise")
    assert http.get("/ready").json()["edition"] == "e000001"
    publish_edition(platform.paths, 2)
    whole = (platform.paths.editions / "e000002" / "edition.sqlite").read_bytes()
    assert http.get("/ready").json()["edition"] == "e000002"
    damage(platform, "e000002")
    path = f"/v1/vacancies/{MY_VACANCIES[0]}/candidates"
    first = http.get(path, headers=headers)
    assert (first.status_code, first.json()["code"]) == (503, "edition_damaged")
    assert http.get(path, headers=headers).json()["edition"] == "e000001"
    ready = http.get("/ready").json()
    assert (ready["status"], ready["edition"]) == ("behind", "e000001")
    assert "e000002" in ready["reason"]["en"]
    # Written anew under the same name it is served again; written anew and still damaged it is not.
    (platform.paths.editions / "e000002" / "edition.sqlite").write_bytes(whole[:-4096] + b"\xff" * 4096)
    assert http.get("/ready").json()["status"] == "behind"
    (platform.paths.editions / "e000002" / "edition.sqlite").write_bytes(whole)
    assert http.get("/ready").json() == {"status": "ready", "edition": "e000002", "as_of": "2026-10-01T00:00:00Z"}
    assert http.get(path, headers=headers).json()["edition"] == "e000002"


def test_a_damaged_edition_with_none_before_it_is_a_503_until_the_next(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    assert http.get("/ready").status_code == 200
    damage(platform, "e000001")
    codes = [http.get("/v1/pool", headers=headers).json()["code"] for _ in range(3)]
    assert codes == ["edition_damaged", "no_edition", "no_edition"]
    answer = http.get("/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "no_edition")
    assert "e000001" in answer.json()["detail"]
    publish_edition(platform.paths, 2)
    assert http.get("/ready").json()["edition"] == "e000002"
