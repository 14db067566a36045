"""`talent editions`: what was published, newest first."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.exits import NOT_NOW, CommandFailed
from pipelines.cli.options import data_option, format_option, open_platform, print_json
from pipelines.store.editions import EditionError, current_edition, list_editions


@click.command()
@data_option
@format_option
def editions(data_dir: Path, output: str) -> None:
    """List the published editions, newest first."""
    paths = open_platform(data_dir, new="refuse").paths
    try:
        current, published = current_edition(paths), list_editions(paths)
    except EditionError as exc:
        raise CommandFailed(str(exc), NOT_NOW) from exc
    found = [
        {
            "edition": e.edition,
            "as_of": e.as_of,
            "published_at": e.published_at,
            "current": current is not None and e.edition == current.edition,
        }
        for e in published
    ]
    if output == "json":
        print_json(found)
        return
    for entry in found:
        mark = "  in service" if entry["current"] else ""
        print(f"{entry['edition']}  as of {entry['as_of']}  published {entry['published_at']}{mark}")
    if not found:
        print("No edition yet; publish one with: talent run 尚无已发布的版本，请运行 talent run")
