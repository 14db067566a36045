"""`talent tour`: the main job on a made-up city, from files to a published edition, with what it found.

`make run` calls it. It only strings the other commands' rooms together and prints; nothing is computed here.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from pipelines.cli.exits import WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, open_platform, unused_options
from pipelines.cli.run import run_now
from pipelines.cli.tour_text import print_found, print_next_steps
from pipelines.demo.city import write_city
from pipelines.demo.plan import SMALLEST_CITY
from pipelines.intake.delivery.decide import confirm
from pipelines.intake.delivery.deliver import DeliveryOutcome, DeliveryRequest, deliver, role_of
from pipelines.store.keys import demo_key, write_key
from pipelines.store.paths import DataPaths
from pipelines.store.platform import Platform

_OFFICE = "office"


@click.command()
@click.option("--students", type=click.IntRange(SMALLEST_CITY, 200_000), default=5000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--city", type=click.Path(path_type=Path, file_okay=False), default=Path("var") / "city", show_default=True
)
@data_option
@unused_options("format")
def tour(students: int, seed: int, city: Path, data_dir: Path) -> None:
    """Make a demo city, deliver its files, run the pipeline and say what was found.

    Repeating it delivers the same files again, which changes nothing, and publishes the same tables anew.
    """
    started = time.monotonic()
    expected = _city(city, students, seed)
    _use_demo_key(data_dir)
    platform = open_platform(data_dir)
    if not platform.keys.is_demo:
        raise CommandFailed(f"{data_dir} is not a demo's data folder; name another one with --data", WRONG_CALL)
    outcomes = _deliver_all(platform, city, expected)
    clients = _demo_clients(platform, expected)
    as_of = datetime.fromisoformat(expected["as_of"])
    _say(f"Running the pipeline as of {expected['as_of']} ...")
    published, in_service = run_now(data_dir, as_of)
    if not in_service:
        _say("An edition of a later time stays in service; this folder holds more than the demo city's deliveries.")
    print_found(published, expected, outcomes, seconds=time.monotonic() - started)
    print_next_steps(published, clients, data_dir)


def _city(city: Path, students: int, seed: int) -> dict[str, Any]:
    answers = city / "expected.json"
    expected: dict[str, Any]
    if answers.exists():
        expected = json.loads(answers.read_text(encoding="utf-8"))
        if (expected["students"], expected["seed"]) == (students, seed):
            _say(f"Using the city in {city}.")
            return expected
        raise click.UsageError(f"{city} holds another city; name a new folder with --city, or remove it")
    _say(f"Making a city of {students} students in {city} ...")
    write_city(city, students=students, seed=seed)
    expected = json.loads(answers.read_text(encoding="utf-8"))
    return expected


def _use_demo_key(data_dir: Path) -> None:
    """Give a new data folder the marked demo key, with which the same city gives the same tables everywhere."""
    paths = DataPaths(data_dir.resolve())
    if paths.is_new and "TALENT_KEY_FILE" not in os.environ:
        write_key(paths.key_file, demo_key())


def _deliver_all(platform: Platform, city: Path, expected: dict[str, Any]) -> dict[str, DeliveryOutcome]:
    """Deliver every file as its sender did; what is held for its volume is confirmed, as the office would."""
    outcomes = {}
    held = []
    for sent in _with_progress(expected["deliveries"], "Delivering the files"):
        received_at = datetime.fromisoformat(sent["received_at"])
        request = DeliveryRequest(
            feed=sent["feed"],
            file=city / sent["file"],
            file_name=Path(sent["file"]).name,
            sender=sent["sender"],
            sender_role=role_of(sent["sender"]),
            period=sent["period"],
            received_at=received_at,
            mode=sent["mode"],
        )
        outcome = deliver(platform, request)
        if outcome.delivery.state == "held":
            held.append(outcome.delivery)
            confirm(platform, outcome.delivery.delivery_no, actor=_OFFICE, at=received_at + timedelta(minutes=5))
        outcomes[sent["file"]] = outcome
    for delivery in held:
        _say(f"  delivery {delivery.delivery_no} was held and is confirmed: {delivery.reason}")
    states = Counter(o.delivery.state for o in outcomes.values())
    _say("  " + ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
    return outcomes


def _demo_clients(platform: Platform, expected: dict[str, Any]) -> list[dict[str, str]]:
    """Add and approve one client per role, once; their secrets lie beside the data folder's key."""
    kept = platform.paths.key_file.with_name("demo_clients.json")
    if kept.exists():
        known: list[dict[str, str]] = json.loads(kept.read_text(encoding="utf-8"))
        return known
    clients = []
    for wanted in expected["clients"]:
        at = datetime.fromisoformat(expected["as_of"])
        client, secret = platform.ledger.clients.add(wanted["role"], wanted["org"], at)
        platform.ledger.clients.approve(client.client_id, at)
        clients.append({"role": client.role, "org": client.org, "client_id": client.client_id, "secret": secret})
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(clients, indent=1), encoding="utf-8")
    return clients


def _with_progress(items: list[dict[str, Any]], label: str) -> Iterator[dict[str, Any]]:
    """Yield the items behind a progress bar on stderr."""
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


def _say(text: str) -> None:
    print(text, flush=True)
