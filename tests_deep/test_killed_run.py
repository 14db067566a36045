"""SIGKILL in the middle of `talent run`, at every stage: what was delivered and the edition in service stay.

A run is killed with its whole group of processes, as a machine does that loses its power. The moment is read from what
the run says or from what it does to files, or is drawn. A step that fails by itself is in `test_demo_runs`, a build of
an edition killed in `tests/publication/test_edition.py`, a server killed in `tests/privacy/test_killed.py`.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from filelock import FileLock

from api.editions import EditionsInService
from api.whole_editions import signature_of
from pipelines.publication.retire import retire_people
from pipelines.publication.verify import damaged_files
from pipelines.store.editions import list_editions, read_manifest
from pipelines.store.landing import file_sha256
from pipelines.store.ledger import Delivery
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform
from tests.api.test_faults import serving
from tests.conftest import ROOT, DemoPlatform, talent
from tests.publication.test_retire_old import NOW, people_of, platform, publish

__all__ = ["platform"]

SEED = 20261123
DRAWN_RUNS, DRAWN_PUBLICATIONS, DRAWN_DELIVERIES = 2, 4, 4
AS_OF = "2026-10-16T00:00:00+00:00"
FOREVER = 600
"""Seconds after which a command hangs: it is waited for no longer."""

WATCHED = """
import os, re, signal, sys
pattern, nth = re.compile(sys.argv[1]), int(sys.argv[2])
told = os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
met = 0

def look(event, given):
    global met
    if event not in ("open", "os.rename", "os.mkdir", "os.remove"):
        return
    line = " ".join([event, *(os.fsdecode(one) for one in given[:2] if isinstance(one, (str, bytes, os.PathLike)))])
    if pattern.search(line):
        met += 1
        os.write(told, (line + "\\n").encode())
        if met == nth:
            os.killpg(0, signal.SIGKILL)

sys.addaudithook(look)
sys.argv[:4] = ["talent"]
"""
"""Python tells of a file just before it touches it: there the process kills its whole group, if it is told to."""

COMMAND = """
from pipelines.cli.main import main
main()
"""
PUBLICATION = """
from pathlib import Path
from pipelines.orchestration.build import build_definitions
from pipelines.orchestration.edition import EDITION_KEY, REPORT_KEY
from pipelines.orchestration.platform_resource import AS_OF_TAG
from pipelines.orchestration.triggers import JOB_NAME
job = build_definitions(Path(sys.argv[1])).resolve_job_def(JOB_NAME)
job.execute_in_process(asset_selection=[EDITION_KEY, REPORT_KEY], tags={AS_OF_TAG: sys.argv[2]})
"""
"""The last step of a run alone, over the warehouse that is there."""

RETIREMENT = """
from datetime import UTC, datetime
from pathlib import Path
from pipelines.publication.retire import retire_people
from pipelines.store.platform import Platform
retire_people(Platform.open(Path(sys.argv[1])), [1], before="e000002", at=datetime.now(UTC))
"""

READING = """
from pipelines.orchestration.warehouse import manifest_file
manifest_file()
"""
"""What a run does first when a file of the dbt project has changed."""

IN_EDITIONS = r"/editions/"
BUILDING_BEGINS = r"^os\.mkdir \S*/\.building-e\d+$"
FOLDER_IS_NAMED = r"^os\.rename \S*/\.building-e\d+ "
POINTER_MOVES = r"^os\.rename .* \S*/CURRENT\.json$"
EDITIONS_SYNCED = r"^open \S*/editions$"
EXPORT_IS_NAMED = r"^os\.rename .*/raw/_delivery/"
ANSWERS_REPLACED = r"^os\.rename .*/edition\.sqlite$"
NOTHING = r"(?!)"

OF_THE_MOMENT = {"edition", "published_at", "answers", "reports"}
"""What in a manifest is, or holds, the edition's name or when it was published."""


@dataclass(frozen=True)
class Call:
    """A program with its arguments, over a data folder."""

    data: Path
    arguments: tuple[str, ...]
    program: str = COMMAND
    folder: Path = ROOT


@dataclass(frozen=True)
class Started:
    """A command in a group of processes of its own, what it says, and what it told of files."""

    process: subprocess.Popen[bytes]
    said: Path
    told: Path

    def end(self) -> None:
        """Kill whatever of the group is left, and wait until it has gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while _lives(self.process.pid):
            time.sleep(0.01)

    def text(self) -> str:
        """Return what it has said so far."""
        return self.said.read_text(encoding="utf-8", errors="replace")


@dataclass(frozen=True)
class State:
    """What no killed run may change, and what the API serves."""

    pointer: str
    served: str
    people: int
    editions: dict[str, tuple[str, ...]]
    deliveries: list[Delivery]
    files: dict[str, str]
    ledger: str


@dataclass(frozen=True)
class Unkilled:
    """What a run gives that nobody kills, and how long each of its steps takes."""

    edition: dict[str, Any]
    state: State
    seconds: dict[str, float]


@dataclass(frozen=True)
class Worn:
    """A data folder in which one run after the other was killed; its state before, and after each of them."""

    data: Path
    before: State
    after: dict[str, State]


def run(data: Path) -> Call:
    return Call(data, ("run", "--as-of", AS_OF))


def publication(data: Path) -> Call:
    return Call(data, (str(data), AS_OF), PUBLICATION)


def start(call: Call, *, at: str, nth: int = 0) -> Started:
    """Start a program; it kills itself as it touches a file for the nth time that fits a pattern."""
    said, told = call.data.with_name("said.txt"), call.data.with_name("told.txt")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    with said.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", WATCHED + call.program, at, str(nth), str(told), *call.arguments],
            env=environment | {"TALENT_DATA": str(call.data)},
            cwd=call.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=file,
            start_new_session=True,
        )
    return Started(process, said, told)


def _lives(group: int) -> bool:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            # One that nobody has waited for is no process any more.
            if int(told[2]) == group and told[0] not in "ZX":
                return True
    return False


def finished(call: Call, *, at: str = NOTHING) -> tuple[str, list[str]]:
    """Run a program to its end; return what it said and, of the files that fit a pattern, how it touched them."""
    started = start(call, at=at)
    try:
        code = started.process.wait(FOREVER)
    finally:
        started.end()
    assert code == 0, started.text()[-3000:]
    return started.text(), started.told.read_text(encoding="utf-8").splitlines()


def killed_at(call: Call, *, at: str, nth: int = 1) -> None:
    """Run a program that is killed as it touches a file for the nth time that fits a pattern."""
    started = start(call, at=at, nth=nth)
    try:
        code = started.process.wait(FOREVER)
    finally:
        started.end()
    assert code == -signal.SIGKILL, f"{at} was not met {nth} times: {started.text()[-3000:]}"


def killed_when(call: Call, seen: Callable[[Started], bool], *, seconds_later: float = 0) -> None:
    """Start a program and kill it some time after something was seen of it."""
    started, at_most = start(call, at=NOTHING), time.monotonic() + FOREVER
    try:
        while not seen(started):
            assert started.process.poll() is None, started.text()[-3000:]
            assert time.monotonic() < at_most, started.text()[-3000:]
            time.sleep(0.01)
        time.sleep(seconds_later)
    finally:
        started.end()
    assert started.process.returncode == -signal.SIGKILL, started.text()[-3000:]


def killed_in_step(data: Path, *, step: str, seconds_later: float = 0) -> None:
    killed_when(run(data), lambda started: f"  {step} ..." in started.text(), seconds_later=seconds_later)


def killed_as_the_warehouse_changes(data: Path) -> None:
    warehouse = DataPaths(data).warehouse_file
    files = (warehouse, warehouse.with_name(f"{warehouse.name}.wal"))
    was = [signature_of(file) for file in files]
    killed_when(run(data), lambda _: [signature_of(file) for file in files] != was, seconds_later=1)


def moments(seconds: dict[str, float]) -> dict[str, Callable[[Path], None]]:
    """Return when runs are killed, the last one with the warehouse built and nothing of the edition."""
    draw = random.Random(SEED)  # noqa: S311 - moments, not a secret
    steps = [step for step in seconds if step != "publish_edition"]
    named: dict[str, Callable[[Path], None]] = {
        "the referee judges": partial(killed_in_step, step="raw__enrolment_referee"),
        "an export is named": lambda data: killed_at(run(data), at=EXPORT_IS_NAMED),
        "dbt builds": killed_as_the_warehouse_changes,
    }
    for step in draw.choices(steps, [seconds[step] for step in steps], k=DRAWN_RUNS):
        # Not its end: on another day it is faster, and the moment would lie behind it.
        later = round(draw.random() * seconds[step] / 2, 1)
        named[f"{step} goes on for {later} s"] = partial(killed_in_step, step=step, seconds_later=later)
    named["the edition is begun"] = lambda data: killed_at(run(data), at=BUILDING_BEGINS)
    return named


def state_of(data: Path) -> State:
    opened = Platform.open(data)
    paths = opened.paths
    deliveries = opened.ledger.deliveries.all()
    opened.ledger.engine.dispose()
    served = EditionsInService(paths)
    with served.lease() as lease:
        name, [people] = lease.edition, lease.connection.execute("select count(*) from pool_member").fetchone()
    served.close()
    assert served.fault is None
    with closing(sqlite3.connect(paths.ledger_file)) as ledger:
        [sound] = ledger.execute("pragma integrity_check").fetchone()
    rows = [file for file in paths.raw.glob("*/*.parquet") if file.stem.isdigit()]
    delivered = [*rows, *paths.landing.rglob("*.sealed"), paths.vault_file]
    return State(
        pointer=paths.current_pointer.read_text(encoding="utf-8"),
        served=name,
        people=people,
        editions={e.edition: damaged_files(e.folder, read_manifest(e.folder)) for e in list_editions(paths)},
        deliveries=deliveries,
        files={file.relative_to(paths.root).as_posix(): file_sha256(file) for file in delivered},
        ledger=sound,
    )


def what_it_says(folder: Path) -> dict[str, Any]:
    return {name: value for name, value in read_manifest(folder).items() if name not in OF_THE_MOMENT}


def tables_of(manifest: dict[str, Any]) -> dict[str, Any]:
    return {name: manifest[name] for name in ("tables", "answers_content_sha256", "answers_rows", "unpublished")}


def copied(source: Path, folder: Path) -> Path:
    return Path(shutil.copytree(source, folder / "data"))


def correction(data: Path) -> Call:
    """Write a file in which a college takes back one destination, and return how it is delivered."""
    newest = max((data / "raw" / "destination").glob("[0-9]*.parquet"), key=lambda file: int(file.stem))
    row = pl.read_parquet(newest).head(1)
    file = data.with_name("correction.csv")
    keys = row.select("institution_code", "student_no", "graduation_year", "status_date")
    keys.with_columns(pl.lit("delete").alias("row_action")).write_csv(file)
    sent = ("--sender", row["sender"].item(), "--period", row["period"].item(), "--mode", "patch")
    return Call(data, ("deliver", "destination", str(file), *sent, "--received-at", "2026-10-15T12:00:00Z"))


@pytest.fixture(scope="module")
def city(demo_platform: DemoPlatform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city with an edition in service, and one more delivery that no edition knows of."""
    data = copied(demo_platform.data, tmp_path_factory.mktemp("city"))
    finished(correction(data))
    assert [d.mode for d in state_of(data).deliveries if d.state == "accepted"] == ["patch"]
    return data


@pytest.fixture(scope="module")
def unkilled(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Unkilled:
    data = copied(city, tmp_path_factory.mktemp("unkilled"))
    said, _ = finished(run(data))
    seconds = {step: float(took) for step, took in re.findall(r"  (\S+) \.\.\. (\d+\.\d) s", said)}
    return Unkilled(what_it_says(DataPaths(data).editions / "e000002"), state_of(data), seconds)


@pytest.fixture(scope="module")
def worn(city: Path, unkilled: Unkilled, tmp_path_factory: pytest.TempPathFactory) -> Worn:
    data = copied(city, tmp_path_factory.mktemp("worn"))
    before, after = state_of(data), {}
    for moment, kill in moments(unkilled.seconds).items():
        kill(data)
        after[moment] = state_of(data)
    return Worn(data, before, after)


def test_a_killed_run_changes_neither_the_edition_in_service_nor_what_was_delivered(worn: Worn) -> None:
    assert (worn.before.served, worn.before.editions, worn.before.ledger) == ("e000001", {"e000001": ()}, "ok")
    assert worn.before.people > 0
    assert len(worn.before.files) > len(worn.before.deliveries) > 1
    assert worn.after == dict.fromkeys(worn.after, worn.before)


def test_after_killed_runs_the_server_starts_with_the_edition_before(worn: Worn, tmp_path: Path) -> None:
    with serving(copied(worn.data, tmp_path), tmp_path / "log") as served:
        assert served.get("/ready").json()["edition"] == "e000001"
    told = json.loads(talent("editions", "--format", "json", data=worn.data))
    assert [(edition["edition"], edition["current"]) for edition in told] == [("e000001", True)]


def test_the_next_run_gives_what_an_unkilled_one_gives_and_nothing_is_left(
    worn: Worn, unkilled: Unkilled, tmp_path: Path
) -> None:
    data = copied(worn.data, tmp_path)
    finished(run(data))
    assert what_it_says(DataPaths(data).editions / "e000002") == unkilled.edition
    # The pointer names the second in which it was moved.
    assert replace(state_of(data), pointer="") == replace(unkilled.state, pointer="")
    nothing_is_left(DataPaths(data))
    assert json.loads(talent("verify", "e000002", "--format", "json", data=data))["result"] == "identical"


def nothing_is_left(paths: DataPaths) -> None:
    """No half-made edition, no work folder, no lock; and Dagster waits for none of the killed runs."""
    names = sorted(entry.name for entry in paths.editions.iterdir())
    assert names == ["CURRENT.json", *(edition.edition for edition in reversed(list_editions(paths)))]
    assert list(paths.incoming.iterdir()) == []
    for lock in (paths.writer_lock, paths.rows_lock, *paths.root.rglob("*.lock")):
        FileLock(lock, timeout=0).acquire().lock.release()
    with dg.DagsterInstance.from_config(str(paths.dagster)) as instance:
        running = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED])
        assert instance.get_runs(filters=running) == []
        pools = instance.event_log_storage.get_concurrency_keys()
        assert pools
        assert [instance.event_log_storage.get_concurrency_info(pool).claimed_slots for pool in pools] == [[]]


def test_a_publication_killed_at_drawn_moments_publishes_nothing(worn: Worn, tmp_path: Path) -> None:
    once = copied(worn.data, tmp_path / "once")
    _, told = finished(publication(once), at=IN_EDITIONS)
    named = next(nth for nth, line in enumerate(told, start=1) if re.search(FOLDER_IS_NAMED, line))
    assert named > DRAWN_PUBLICATIONS
    data = copied(worn.data, tmp_path / "killed")
    drawn = random.Random(SEED).sample(range(1, named), DRAWN_PUBLICATIONS)  # noqa: S311 - moments, not a secret
    for at, nth in [*((IN_EDITIONS, nth) for nth in drawn), (FOLDER_IS_NAMED, 1)]:
        killed_at(publication(data), at=at, nth=nth)
        assert state_of(data) == worn.before, (at, told[nth - 1])


def test_a_run_killed_between_folder_and_pointer_leaves_a_whole_edition_that_is_not_in_service(
    worn: Worn, unkilled: Unkilled, tmp_path: Path
) -> None:
    data = copied(worn.data, tmp_path)
    killed_at(run(data), at=POINTER_MOVES)
    killed = state_of(data)
    assert killed.editions == {"e000002": (), "e000001": ()}
    assert replace(killed, editions=worn.before.editions) == worn.before
    assert what_it_says(DataPaths(data).editions / "e000002") == unkilled.edition
    finished(publication(data))
    assert state_of(data).served == "e000003"
    assert tables_of(what_it_says(DataPaths(data).editions / "e000003")) == tables_of(unkilled.edition)
    assert state_of(data).deliveries == unkilled.state.deliveries


def test_killed_after_the_pointer_the_new_edition_is_served_and_the_next_run_settles_what_is_open(
    worn: Worn, unkilled: Unkilled, tmp_path: Path
) -> None:
    data = copied(worn.data, tmp_path)
    # The folder of editions is made durable twice: with the new edition's name, and with the pointer.
    killed_at(publication(data), at=EDITIONS_SYNCED, nth=2)
    killed = state_of(data)
    assert (killed.served, killed.people) == ("e000002", unkilled.state.people)
    assert killed.editions == unkilled.state.editions
    assert what_it_says(DataPaths(data).editions / "e000002") == unkilled.edition
    assert killed.deliveries == worn.before.deliveries
    finished(publication(data))
    assert tables_of(what_it_says(DataPaths(data).editions / "e000003")) == tables_of(unkilled.edition)
    assert state_of(data).deliveries == unkilled.state.deliveries


def test_a_delivery_killed_at_drawn_moments_is_whole_when_sent_again(
    demo_platform: DemoPlatform, tmp_path: Path
) -> None:
    once, data = (copied(demo_platform.data, tmp_path / name) for name in ("once", "killed"))
    _, told = finished(correction(once), at=re.escape(f"{once}/"))
    assert len(told) > DRAWN_DELIVERIES
    before, sent = state_of(data), correction(data)
    drawn = random.Random(SEED).sample(range(1, len(told) + 1), DRAWN_DELIVERIES)  # noqa: S311 - moments, not a secret
    for nth in sorted(drawn):
        killed_at(sent, at=re.escape(f"{data}/"), nth=nth)
        nothing_is_lost(before, state_of(data))
    finished(sent)
    now = state_of(data)
    nothing_is_lost(before, now)
    [taken_in] = [delivery for delivery in now.deliveries if delivery.state == "accepted"]
    assert (taken_in.mode, taken_in.rows_accepted) == ("patch", 1)
    assert pl.read_parquet(DataPaths(data).raw_file("destination", taken_in.delivery_no)).height == 1


def nothing_is_lost(before: State, now: State) -> None:
    assert (now.pointer, now.served, now.editions) == (before.pointer, before.served, before.editions)
    assert now.deliveries[: len(before.deliveries)] == before.deliveries
    # What is sealed in the vault grows with a delivery.
    assert {item for item in before.files.items() if item[0] != "vault.sqlite"} <= now.files.items()
    assert now.ledger == "ok"


def test_a_killed_retirement_leaves_no_copy_of_the_people_who_are_to_go(platform: Platform) -> None:
    folder = publish(platform, 1)
    publish(platform, 2)
    root = platform.paths.root
    killed_at(Call(root, (str(root),), RETIREMENT), at=ANSWERS_REPLACED)
    assert retire_people(platform, [1], before="e000002", at=NOW) == ["e000001"]
    assert not people_of(folder)
    assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".")] == []


def test_a_project_whose_reading_is_killed_is_read_anew(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("data_contracts", "dbt_project", "pipelines"):
        made = shutil.ignore_patterns("target", "logs", "__pycache__")
        shutil.copytree(ROOT / name, project / name, ignore=made)
    call = Call(tmp_path / "data", (), READING, project)
    target = project / "dbt_project" / "target"
    killed_when(call, lambda _: any(file.stat().st_size for file in target.rglob("manifest.json")))
    finished(call)
    assert json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
