"""`talent demo`: write a made-up city."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.options import format_option, print_json, say_waiting, unused_options
from pipelines.demo.city import write_city
from pipelines.demo.plan import SMALLEST_CITY
from pipelines.store.keys import demo_key, write_key


@click.command()
@click.option("--students", type=click.IntRange(SMALLEST_CITY, 200_000), default=5000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="An empty or new folder.")
@unused_options("data")
@format_option
def demo(students: int, seed: int, out: Path, output: str) -> None:
    """Write a made-up city: files as people send them, expected.json, and the marked demo key."""
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty; name a new folder")
    say_waiting(f"Making a city of {students} students")
    expected = write_city(out, students=students, seed=seed)
    write_key(out / "demo.key", demo_key())
    if output == "json":
        print_json({"out": str(out), "deliveries": len(expected.deliveries), "faults": len(expected.faults)})
    else:
        print(f"{len(expected.deliveries)} files and {len(expected.faults)} planted faults in {out}")
